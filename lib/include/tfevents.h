/* libtfevents writes, reads and judges TensorBoard event files. This header includes every public
 * header; each public header can also be included alone.
 *
 * Handles
 *
 *   handle        header      meaning                     from, until
 *   tfe_writer    writer.h    a run to be written         tfe_writer_open, tfe_writer_close
 *   tfe_callback  train.h     a training as Keras logs it tfe_callback_open, tfe_callback_close
 *   tfe_graph     graph.h     a graph to be written       tfe_graph_open, tfe_graph_close
 *   tfe_profile   profile.h   spans and counters          tfe_profile_open, tfe_profile_close
 *   tfe_run_metadata            the costs of nodes        tfe_run_metadata_open,
 *                 run_metadata.h                          tfe_run_metadata_close
 *   tfe_layout    layout.h    charts of custom scalars    tfe_layout_open, tfe_layout_close
 *   tfe_trial     trial.h     hyperparameters to write    tfe_trial_open, tfe_trial_close
 *   tfe_histogram histogram.h values counted in buckets   tfe_histogram_init, tfe_histogram_release
 *   tfe_reader    reader.h    the events of one file      tfe_reader_open, tfe_reader_close
 *   tfe_event     event.h     an event and its values     tfe_reader_next, its next call
 *   tfe_logdir    logdir.h    a log directory             tfe_logdir_open, tfe_logdir_close
 *   tfe_run       logdir.h    a run of a log directory    tfe_logdir_run_at, tfe_logdir_close
 *   tfe_series    logdir.h    a series of a run           tfe_run_series_at, tfe_logdir_close
 *   tfe_view      series.h    a snapshot of a series      tfe_series_view, tfe_logdir_close
 *   tfe_fetched   series.h    a value read from its file  tfe_view_fetch, tfe_fetched_release
 *   tfe_cursor    cursor.h    all entries of a series     tfe_cursor_open, tfe_cursor_close
 *   tfe_health    health.h    rules for one training      tfe_health_open, tfe_health_close
 *   tfe_judge     judge.h     rules for a log directory   tfe_judge_open, tfe_judge_close
 *
 *   A log directory that is opened with the option list_only finds and follows runs and event files
 *   without reading them. tfe_run_get_file fills a tfe_run_file for each event file of a run.
 *
 * Errors
 *
 *   A call that can fail returns a tfe_status; TFE_OK is 0. A function that opens a handle fills a
 *   tfe_error of the caller, which may be NULL, with the file, the offset, the errno and a message.
 *   The get_error function of an open handle copies its last error.
 *
 * Ownership
 *
 *   A handle that a function of the list above opened is the caller's until the caller closes it.
 *   Arguments are copied, or used only during the call; if the library keeps a pointer, the comment
 *   says "borrowed". Structs that the library fills are the caller's. Pointers in them, and those
 *   that functions return, belong to the handle of the call: they stay valid until the handle is
 *   closed, or until the call that their comment names. Cursors and judges are closed before their
 *   log directory. Structs that begin with `size` are initialised with the TFE_..._INIT of their
 *   type: see tfevents/api.h.
 *
 * Names
 *
 *   X_Y_count counts the Y of an X, X_Y_at returns a pointer to one of them (NULL for an index at
 *   or above the count), and X_get_Y fills a struct or an array of the caller (TFE_E_ARG for such
 *   an index). A plain noun returns one property. Enumerators begin with the name of their type;
 *   tfe_status alone has TFE_OK and TFE_E_...
 *
 * Threads
 *
 *   handle                                   calls
 *   tfe_writer                               from any thread at any time; close last, once
 *   tfe_logdir: open, load, watch, close     one at a time; close last, once
 *   tfe_logdir: all others                   from any thread at any time
 *   tfe_run, tfe_series, tfe_view            from any thread at any time
 *   tfe_fetched                              from any thread at any time; release last, once
 *   tfe_callback, tfe_reader, tfe_event,     one at a time for one handle; different handles are
 *   tfe_health, tfe_graph, tfe_trial,        independent, also cursors and judges of the same log
 *   tfe_histogram, tfe_cursor, tfe_judge     directory while it is loaded or followed
 *   tfe_judge_get_progress                   from any thread at any time
 *   functions without a handle               from any thread at any time
 *
 *   The library starts threads for writers and log directories, and during tfe_judge_run.
 *
 * Examples
 *
 *   Each is a program that begins with #include <stdio.h> and #include <tfevents.h>. The tests
 *   compile and run them.
 *
 *   Example of writer: a run of one series:
 *
 *     int main(void)
 *     {
 *         tfe_error error = TFE_ERROR_INIT;
 *         tfe_writer *writer;
 *         if (tfe_writer_open("logs/first", NULL, &writer, &error)) {
 *             fprintf(stderr, "%s: %s\n", error.path, error.message);
 *             return 1;
 *         }
 *         for (int step = 0; step < 100; step++)
 *             tfe_writer_add_scalar(writer, "loss", step, 1.0 / (1 + step));
 *         return tfe_writer_close(writer) ? 1 : 0; // returns the error of any add
 *     }
 *
 *   Example of callback: a training of three epochs, which stops if the rules find an error:
 *
 *     int main(void)
 *     {
 *         tfe_callback_options options = TFE_CALLBACK_OPTIONS_INIT;
 *         tfe_error error = TFE_ERROR_INIT;
 *         tfe_callback *callback;
 *         options.update_freq = TFE_UPDATE_FREQ_BATCH;
 *         if (tfe_callback_open("logs/training", &options, &callback, &error)) {
 *             fprintf(stderr, "%s: %s\n", error.path, error.message);
 *             return 1;
 *         }
 *         tfe_finding reason = TFE_FINDING_INIT;
 *         bool stop = false;
 *         tfe_callback_train_begin(callback);
 *         for (int epoch = 0; epoch < 3 && !stop; epoch++) {
 *             const tfe_metric logs[] = {{"loss", 1.0 / (1 + epoch)}, {"val_loss", 1}};
 *             tfe_callback_epoch_begin(callback, epoch);
 *             for (int batch = 0; batch < 10; batch++)
 *                 tfe_callback_batch_end(callback, batch, logs, 1);
 *             tfe_callback_epoch_end(callback, epoch, logs, 2);
 *             tfe_callback_check_stop(callback, TFE_SEVERITY_ERROR, &stop, &reason);
 *         }
 *         printf("%s\n", stop ? reason.message : "no reason to stop");
 *         tfe_callback_train_end(callback);
 *         return tfe_callback_close(callback, &error) ? 1 : 0;
 *     }
 *
 *   Example of graph: two operations:
 *
 *     int main(void)
 *     {
 *         const char *inputs[] = {"x"};
 *         tfe_writer *writer;
 *         tfe_graph *graph;
 *         if (tfe_writer_open("logs/graph", NULL, &writer, NULL))
 *             return 1;
 *         if (!tfe_graph_open(NULL, &graph)) {
 *             tfe_graph_add_node(graph, "x", "Placeholder", NULL, 0, NULL);
 *             tfe_graph_add_node(graph, "layer/relu", "Relu", inputs, 1, NULL);
 *             tfe_writer_add_graph(writer, graph); // returns the first error of the graph
 *             tfe_graph_close(graph);
 *         }
 *         return tfe_writer_close(writer) ? 1 : 0;
 *     }
 *
 *   Example of trial: a run with hyperparameters, which TensorBoard lists while it trains:
 *
 *     int main(int argc, char **argv)
 *     {
 *         tfe_trial_options options = TFE_TRIAL_OPTIONS_INIT;
 *         tfe_writer *writer;
 *         tfe_trial *trial;
 *         if (tfe_writer_open("logs/trial", NULL, &writer, NULL))
 *             return 1;
 *         if (!tfe_trial_open(NULL, &trial)) {
 *             tfe_trial_set_number(trial, "rate", 0.1);
 *             tfe_trial_set_arguments(trial, argc, (const char *const *)argv); // --rate=0.2
 *             options.group = "first"; // trials with equal hyperparameters have one group
 *             tfe_writer_begin_trial(writer, trial, &options);
 *             tfe_trial_close(trial);
 *         }
 *         tfe_writer_add_scalar(writer, "loss", 0, 0.5);
 *         tfe_writer_end_trial(writer, TFE_TRIAL_STATUS_SUCCESS);
 *         return tfe_writer_close(writer) ? 1 : 0;
 *     }
 *
 *   Example of histogram: count values, compute their median, write the histogram:
 *
 *     int main(void)
 *     {
 *         const float weights[] = {-0.5F, 0, 0.25F, 0.25F, 3};
 *         tfe_writer *writer;
 *         tfe_histogram histogram;
 *         tfe_histogram_init(&histogram, NULL);
 *         if (tfe_histogram_count(&histogram, weights, TFE_DTYPE_FLOAT32, 5) ||
 *             tfe_writer_open("logs/histogram", NULL, &writer, NULL)) {
 *             tfe_histogram_release(&histogram);
 *             return 1;
 *         }
 *         printf("median %g\n", tfe_histogram_quantile(&histogram, 0.5));
 *         tfe_writer_add_histogram_counted(writer, "weights", 0, &histogram);
 *         tfe_histogram_release(&histogram);
 *         return tfe_writer_close(writer) ? 1 : 0;
 *     }
 *
 *   Example of reader and event: the scalars of the file that the command line names:
 *
 *     int main(int argc, char **argv)
 *     {
 *         tfe_event event = TFE_EVENT_INIT;
 *         tfe_value value = TFE_VALUE_INIT;
 *         tfe_error error = TFE_ERROR_INIT;
 *         tfe_reader *reader;
 *         tfe_status status;
 *         if (argc < 2 || tfe_reader_open(argv[1], NULL, &reader, &error)) {
 *             fprintf(stderr, "%s\n", error.message);
 *             return 1;
 *         }
 *         while (!(status = tfe_reader_next(reader, &event)) || status == TFE_E_DAMAGED)
 *             while (!status && !tfe_event_next(&event, &value))
 *                 if (value.kind == TFE_KIND_SCALAR)
 *                     printf("%.*s %lld %g\n", (int)value.tag.size,
 *                            (const char *)value.tag.data, (long long)event.step,
 *                            value.scalar);
 *         tfe_reader_close(reader);
 *         return status == TFE_E_AGAIN ? 0 : 1; // TFE_E_AGAIN is the present end of the file
 *     }
 *
 *   Example of logdir, run, series and view: the last value of every scalar series:
 *
 *     int main(void)
 *     {
 *         const char *path = "logs";
 *         tfe_logdir_options options = TFE_LOGDIR_OPTIONS_INIT;
 *         tfe_error error = TFE_ERROR_INIT;
 *         tfe_logdir *logdir;
 *         options.memory_bytes = 64 << 20;
 *         if (tfe_logdir_open(&path, 1, &options, &logdir, &error)) {
 *             fprintf(stderr, "%s: %s\n", error.path, error.message);
 *             return 1;
 *         }
 *         tfe_status status = tfe_logdir_load(logdir);
 *         for (size_t i = 0; i < tfe_logdir_run_count(logdir); i++) {
 *             const tfe_run *run = tfe_logdir_run_at(logdir, i);
 *             tfe_run_info about = TFE_RUN_INFO_INIT;
 *             tfe_run_get_info(run, &about);
 *             for (size_t k = 0; k < tfe_run_series_count(run); k++) {
 *                 tfe_view view = tfe_series_view(tfe_run_series_at(run, k));
 *                 tfe_series_info info = TFE_SERIES_INFO_INIT;
 *                 tfe_view_get_info(&view, &info);
 *                 if (info.kind == TFE_KIND_SCALAR)
 *                     printf("%s %s %g\n", about.name, info.tag, info.last);
 *             }
 *         }
 *         tfe_logdir_close(logdir);
 *         return status ? 1 : 0;
 *     }
 *
 *   Example of file: the event files of a log directory, listed without being read:
 *
 *     int main(void)
 *     {
 *         const char *path = "logs";
 *         tfe_logdir_options options = TFE_LOGDIR_OPTIONS_INIT;
 *         tfe_logdir *logdir;
 *         options.list_only = true;
 *         if (tfe_logdir_open(&path, 1, &options, &logdir, NULL) || tfe_logdir_load(logdir))
 *             return 1;
 *         for (size_t i = 0; i < tfe_logdir_run_count(logdir); i++) {
 *             const tfe_run *run = tfe_logdir_run_at(logdir, i);
 *             for (size_t k = 0; k < tfe_run_file_count(run); k++) {
 *                 tfe_run_file file = TFE_RUN_FILE_INIT;
 *                 tfe_run_get_file(run, k, &file);
 *                 printf("%s %llu bytes\n", file.path, (unsigned long long)file.bytes);
 *             }
 *         }
 *         tfe_logdir_close(logdir);
 *         return 0;
 *     }
 *
 *   Example of cursor: the mean of all points of a series, with a memory budget of 1 MB:
 *
 *     int main(void)
 *     {
 *         const char *path = "logs/first";
 *         tfe_logdir_options options = TFE_LOGDIR_OPTIONS_INIT;
 *         tfe_error error = TFE_ERROR_INIT;
 *         tfe_logdir *logdir;
 *         tfe_cursor *cursor;
 *         tfe_point points[64];
 *         double sum = 0;
 *         size_t n = 0;
 *         options.memory_bytes = 1 << 20;
 *         if (tfe_logdir_open(&path, 1, &options, &logdir, &error) || tfe_logdir_load(logdir))
 *             return 1;
 *         const tfe_run *run = tfe_logdir_run_at(logdir, 0);
 *         const tfe_series *series = run ? tfe_run_find_series(run, "loss") : NULL;
 *         if (!series || tfe_cursor_open(series, NULL, &cursor, &error)) {
 *             fprintf(stderr, "%s\n", series ? error.message : "no loss");
 *             return 1;
 *         }
 *         tfe_status status;
 *         while (!(status = tfe_cursor_next(cursor, points, 64, &n)) && n > 0)
 *             for (size_t i = 0; i < n; i++)
 *                 sum += points[i].value;
 *         tfe_cursor_get_error(cursor, &error);
 *         if (status)
 *             fprintf(stderr, "%s: %s\n", error.path, error.message);
 *         else
 *             printf("mean %g\n", sum / (double)tfe_cursor_position(cursor));
 *         tfe_cursor_close(cursor);
 *         tfe_logdir_close(logdir);
 *         return status ? 1 : 0;
 *     }
 *
 *   Example of fetched: the first graph of a log directory, in bytes:
 *
 *     int main(void)
 *     {
 *         const char *path = "logs/graph";
 *         tfe_error error = TFE_ERROR_INIT;
 *         tfe_logdir *logdir;
 *         tfe_fetched *fetched;
 *         tfe_blobs blobs;
 *         tfe_bytes blob;
 *         if (tfe_logdir_open(&path, 1, NULL, &logdir, &error) || tfe_logdir_load(logdir))
 *             return 1;
 *         const tfe_run *run = tfe_logdir_run_at(logdir, 0);
 *         const tfe_series *series = run ? tfe_run_find_series(run, "__run_graph__") : NULL;
 *         if (!series)
 *             return 1;
 *         tfe_view view = tfe_series_view(series);
 *         if (tfe_view_fetch(&view, 0, &fetched, &error)) {
 *             fprintf(stderr, "%s: %s\n", error.path, error.message);
 *             return 1;
 *         }
 *         tfe_blobs_init(&blobs, tfe_fetched_value(fetched));
 *         while (tfe_blobs_next(&blobs, &blob))
 *             printf("%zu bytes\n", blob.size);
 *         tfe_fetched_release(fetched);
 *         tfe_logdir_close(logdir);
 *         return 0;
 *     }
 *
 *   Example of health: a loss that becomes infinite:
 *
 *     int main(void)
 *     {
 *         const double loss[] = {3, 2, 1, 1.0 / 0.0};
 *         tfe_finding finding = TFE_FINDING_INIT;
 *         tfe_health *health;
 *         if (tfe_health_open(NULL, &health))
 *             return 1;
 *         for (int step = 0; step < 4; step++)
 *             if (tfe_health_add_scalar(health, "loss", step, loss[step]))
 *                 return 1;
 *         if (tfe_health_judge(health))
 *             return 1;
 *         for (size_t i = 0; !tfe_health_get_finding(health, i, &finding); i++)
 *             printf("%s: %s\n", tfe_severity_name(finding.severity), finding.message);
 *         tfe_health_close(health);
 *         return 0;
 *     }
 *
 *   Example of judge: the findings of a log directory:
 *
 *     int main(void)
 *     {
 *         const char *path = "logs";
 *         tfe_judge_finding finding = TFE_JUDGE_FINDING_INIT;
 *         tfe_error error = TFE_ERROR_INIT;
 *         tfe_logdir *logdir;
 *         tfe_judge *judge;
 *         if (tfe_logdir_open(&path, 1, NULL, &logdir, &error) || tfe_logdir_load(logdir) ||
 *             tfe_judge_open(logdir, NULL, &judge, &error))
 *             return 1;
 *         if (tfe_judge_run(judge)) {
 *             tfe_judge_get_error(judge, &error);
 *             fprintf(stderr, "%s\n", error.message); // other trainings are judged nevertheless
 *         }
 *         for (size_t i = 0; !tfe_judge_get_finding(judge, i, &finding); i++)
 *             printf("%s %s %s: %s\n", tfe_severity_name(finding.severity), finding.run,
 *                    finding.tag, finding.message);
 *         printf("%zu findings\n", tfe_judge_finding_count(judge));
 *         tfe_judge_close(judge);
 *         tfe_logdir_close(logdir);
 *         return 0;
 *     }
 */
#ifndef TFEVENTS_H
#define TFEVENTS_H

#include <tfevents/array.h>
#include <tfevents/audio.h>
#include <tfevents/checkpoint.h>
#include <tfevents/confusion.h>
#include <tfevents/cursor.h>
#include <tfevents/direction.h>
#include <tfevents/dtype.h>
#include <tfevents/embedding.h>
#include <tfevents/event.h>
#include <tfevents/graph.h>
#include <tfevents/graph_nodes.h>
#include <tfevents/health.h>
#include <tfevents/histogram.h>
#include <tfevents/hparams.h>
#include <tfevents/image.h>
#include <tfevents/judge.h>
#include <tfevents/kind.h>
#include <tfevents/layout.h>
#include <tfevents/logdir.h>
#include <tfevents/mesh.h>
#include <tfevents/plugin.h>
#include <tfevents/pr_curve.h>
#include <tfevents/profile.h>
#include <tfevents/reader.h>
#include <tfevents/run_metadata.h>
#include <tfevents/scalar.h>
#include <tfevents/series.h>
#include <tfevents/shuffle.h>
#include <tfevents/status.h>
#include <tfevents/train.h>
#include <tfevents/trial.h>
#include <tfevents/version.h>
#include <tfevents/writer.h>

#endif
