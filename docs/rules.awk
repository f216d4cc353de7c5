# Explains each rule by its parts of docs/health.md: its section below "Rules", its item below
# "Theory and sources", its rows of the tables below "Measured", and the notation; and by its entries
# in the table of lib/health/thresholds.h.
#
#	awk -v form=c -f docs/rules.awk lib/health/thresholds.h docs/health.md
#		the table of check_rules.h
#	awk -v form=scdoc -f docs/rules.awk lib/health/thresholds.h docs/health.md
#		a part of the man page

# Removes the marks of Markdown: links, emphasis, code.
function plain(s) {
	while (match(s, /\[[^]]*\]\([^)]*\)/)) {
		link = substr(s, RSTART + 1, RLENGTH)
		sub(/\].*/, "", link)
		s = substr(s, 1, RSTART - 1) link substr(s, RSTART + RLENGTH)
	}
	gsub(/`|\*\*/, "", s)
	while (match(s, /\*[A-Z][^*]*\*:/))
		s = substr(s, 1, RSTART - 1) substr(s, RSTART + 1, RLENGTH - 3) ":" \
			substr(s, RSTART + RLENGTH)
	return s
}

# Appends a line to the text of a rule. A line that begins with a label (*Causes*:) begins a
# paragraph, and an empty line ends one.
function add(rule, line) {
	if (line ~ /^\*[A-Z]/ || line == "")
		pending[rule] = 1
	if (line == "")
		return
	if (pending[rule] && lines[rule])
		text[rule, ++lines[rule]] = ""
	pending[rule] = 0
	text[rule, ++lines[rule]] = plain(line)
}

# Appends a line to the texts of all rules of the section.
function add_to_all(line,    i) {
	for (i = 1; i <= members; i++)
		add(member[i], line)
}

# Splits the row of a table into cell[1...]. Returns their number.
function split_row(line, cell) {
	gsub(/^\| *| *\|$/, "", line)
	return split(line, cell, / *\| */)
}

# Breaks a line after at most 100 columns; `indent` begins the further lines.
function wrap(line, indent,    end) {
	if (length(line) <= 100)
		return line
	for (end = 100; substr(line, end + 1, 1) != " "; end--)
		;
	return substr(line, 1, end) "\n" wrap(indent substr(line, end + 2), indent)
}

# An entry of the table of thresholds, in one or two lines:
# X(IDENTIFIER, rule, "name", usual, lowest, highest, "meaning").
FILENAME ~ /\.h$/ {
	if ($0 ~ /^\tX\(/)
		entry = ""
	line = $0
	gsub(/^[ \t]+|[ \t]*\\$/, "", line)
	entry = entry (entry == "" ? "" : " ") line
	if (match(entry, /^X\([A-Z0-9_]+, .*"\)$/)) {
		split(substr(entry, 3, length(entry) - 4), cell, /, /)
		meaning = entry
		sub(/^[^"]*"[^"]*"[^"]*"/, "", meaning)
		sub(/"\)$/, "", meaning)
		gsub(/"/, "", cell[3])
		line = sprintf("- %s.%s = %s, from %s to %s: %s", cell[2], cell[3], cell[4], \
			cell[5], cell[6], meaning)
		thresholds[cell[2]] = thresholds[cell[2]] wrap(line, "  ") "\n"
	}
	next
}

/^#/ {
	part = $0 ~ /^###/ ? part : substr($0, 4)
	rule = ""
	members = 0
}

# The heading of a section: "### NAME (SEVERITY)", or "### NAME, NAME (SEVERITY)" of two rules.
part == "Rules" && /^### / {
	severity = substr($0, index($0, " ("))
	members = split(substr($0, 5, index($0, " (") - 5), member, ", ")
	for (i = 1; i <= members; i++) {
		name[++rules] = member[i]
		title[member[i]] = member[i] severity
	}
	next
}

/^\|[ -]*-\|/ { next }

part == "Rules" && members && /^\|/ {
	n = split_row($0, cell)
	if (cell[1] != "what is reported")
		add_to_all("- " cell[1] ": " cell[2])
	next
}

part == "Rules" && members { add_to_all($0) }

part == "Theory and sources" && /^- \*\*/ {
	theory = $0
	sub(/^- \*\*/, "", theory)
	rule = theory
	sub(/\*\*.*/, "", rule)
	sub(/^[^*]*\*\*/, "*Theory*", theory)
	add(rule, theory)
	next
}

part == "Theory and sources" && rule && /^  / { add(rule, substr($0, 3)) }

part == "Measured" && /^\| rule / { heads = split_row($0, head); next }

part == "Measured" && /^\|/ && heads {
	n = split_row($0, cell)
	row = ""
	for (i = 2; i <= n; i++)
		row = row (i > 2 ? ", " : "") head[i] " " cell[i]
	figures[cell[1]] = figures[cell[1]] (figures[cell[1]] ? "; " : "") row
}

!/^\|/ { heads = 0 }

/^Notation: / { defining = 1 }
defining && !NF { defining = 0 }
defining { notation[++notations] = plain($0) }

function c_line(s) {
	gsub(/["\\]/, "\\\\&", s)
	printf "\t\t\"%s\",\n", s
}

# Returns whether the text of a rule uses the notation.
function uses_notation(rule,    i) {
	for (i = 1; i <= lines[rule]; i++)
		if (text[rule, i] ~ /x_|x~|rms|[0-9] (start|best)/)
			return 1
	return 0
}

function print_c(    i, k) {
	print "/* Generated from docs/health.md. */"
	print "#include \"tfevents/check_rules.h\"\n"
	for (i = 1; i <= rules; i++) {
		rule = name[i]
		printf "static const char *const %s[] = {\n", rule
		for (k = 1; k <= lines[rule]; k++)
			c_line(text[rule, k])
		for (k = 0; uses_notation(rule) && k <= notations; k++)
			c_line(k ? notation[k] : "")
		print "\t\tNULL,\n};\n"
	}
	print "const struct check_rule check_rules[] = {"
	for (i = 1; i <= rules; i++)
		printf "\t{\"%s\", \"%s\", %s},\n", name[i], title[name[i]], name[i]
	print "};\n"
	printf "const size_t check_rule_count = %d;\n", rules
}

function scdoc(s) {
	gsub(/[\\*_<>#`~]/, "\\\\&", s)
	sub(/^[\[\]|.]/, "\\\\&", s)
	return s
}

function print_scdoc(    i, k) {
	for (k = 1; k <= notations; k++)
		print scdoc(notation[k])
	for (i = 1; i <= rules; i++) {
		printf "\n## %s\n\n", scdoc(title[name[i]])
		for (k = 1; k <= lines[name[i]]; k++)
			print scdoc(text[name[i], k])
	}
}

# Appends the thresholds of a rule.
function add_thresholds(rule,    n, i, entry) {
	n = split(thresholds[rule], entry, "\n") - 1
	if (n < 1)
		return
	add(rule, "*Thresholds*: the section [threshold] of a rules file may have other values.")
	text[rule, ++lines[rule]] = ""
	for (i = 1; i <= n; i++)
		text[rule, ++lines[rule]] = entry[i]
}

END {
	for (i = 1; i <= rules; i++) {
		add_thresholds(name[i])
		add(name[i], "*Measured*: " (figures[name[i]] ? figures[name[i]] \
			: "no labelled training has a case of it") ".")
	}
	if (form == "c")
		print_c()
	else
		print_scdoc()
}
