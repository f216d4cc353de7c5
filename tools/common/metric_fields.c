/* common: the columns of structured logs. */
#include "common/metric_fields.h"

#include <string.h>
#include <strings.h>

enum metric_role metric_fields_role(const struct metric_fields *f, const char *name)
{
	if (f->step && !strcmp(f->step, name))
		return METRIC_STEP;
	if (f->wall_time && !strcmp(f->wall_time, name))
		return METRIC_TIME;
	enum metric_role role = metric_role_of(name, strlen(name));
	/* With a column of the user's choice, others of this role are values. */
	if ((role == METRIC_STEP && f->step) || (role == METRIC_TIME && f->wall_time))
		return METRIC_VALUE;
	return role == METRIC_IGNORED ? METRIC_VALUE : role;
}

void metric_fields_add(struct metric_row *row, const struct metric_fields *f, const char *head,
		       const char *name, struct metric_cell cell)
{
	double value = cell.value;
	switch (head ? METRIC_VALUE : metric_fields_role(f, name)) {
	case METRIC_STEP:
		if (!row->has_step && cell.is_whole) {
			row->step = cell.whole;
			row->has_step = true;
		} else if (row->has_step || !metric_row_set_step(row, value))
			metric_row_add(row, NULL, 0, name, strlen(name), value);
		break;
	case METRIC_EPOCH:
		row->has_epoch = true;
		row->epoch = value;
		break;
	case METRIC_TIME:
		/* A column with another name may have durations. */
		if (f->wall_time || !strncasecmp(name, "wall", 4))
			row->wall_time = value;
		else if (!metric_row_set_time(row, value))
			metric_row_add(row, NULL, 0, name, strlen(name), value);
		break;
	case METRIC_PART:
		metric_row_set_part(row, value);
		/* fall through */
	default:
		metric_row_add(row, head, head ? strlen(head) : 0, name, strlen(name), value);
	}
}
