audio  1 file, 303 B, 2 records
  tag    kind             points             steps       last        min        max
  sound  audio                 1                 1

class_scores  1 file, 540 B, 3 records
  tag                 kind             points             steps       last        min        max
  val/f1/0            scalar                1                 4        0.8        0.8        0.8
  val/f1/1            scalar                1                 4     0.6667     0.6667     0.6667
  val/f1/2            scalar                1                 4          0          0          0
  val/f1/bird         scalar                1                 3          0          0          0
  val/f1/cat          scalar                1                 3        0.8        0.8        0.8
  val/f1/dög          scalar                1                 3     0.6667     0.6667     0.6667
  val/precision/0     scalar                1                 4        0.8        0.8        0.8
  val/precision/1     scalar                1                 4     0.6667     0.6667     0.6667
  val/precision/2     scalar                1                 4          0          0          0
  val/precision/bird  scalar                1                 3          0          0          0
  val/precision/cat   scalar                1                 3        0.8        0.8        0.8
  val/precision/dög   scalar                1                 3     0.6667     0.6667     0.6667
  val/recall/0        scalar                1                 4        0.8        0.8        0.8
  val/recall/1        scalar                1                 4     0.6667     0.6667     0.6667
  val/recall/2        scalar                1                 4          0          0          0
  val/recall/bird     scalar                1                 3          0          0          0
  val/recall/cat      scalar                1                 3        0.8        0.8        0.8
  val/recall/dög      scalar                1                 3     0.6667     0.6667     0.6667

graph  1 file, 2.1 kB, 5 records
  tag            kind             points             steps       last        min        max
  __run_graph__  graph                 1                 0
  keras          tensor                1                 0  of the plugin graph_keras_model
  step           run_metadata          1                 4
  trace          tensor                1                 6  of the plugin graph_run_metadata_graph

histogram  1 file, 681 B, 4 records
  tag  kind             points             steps       last        min        max
  raw  histogram             1                 1
  v1   histogram             1                 1
  v2   histogram             1                 1

hparams  1 file, 708 B, 4 records
  rate=0.5  decay=0.001  layers=-3  seed=7  debug=true  optimizer=adam  note=  big=-9.223372e+18  half=1  (failure)
  tag                           kind             points             steps       last        min        max
  _hparams_/experiment          empty                 1                 0  of the plugin hparams
  _hparams_/session_end_info    empty                 1                 0  of the plugin hparams
  _hparams_/session_start_info  empty                 1                 0  of the plugin hparams

image  1 file, 202 B, 2 records
  tag      kind             points             steps       last        min        max
  encoded  image                 1                 2

layout  1 file, 236 B, 2 records
  tag                       kind             points             steps       last        min        max
  custom_scalars__config__  tensor                1                 0  of the plugin custom_scalars

mesh  1 file, 761 B, 5 records
  tag            kind             points             steps       last        min        max
  mesh_COLOR     tensor                1                 1  of the plugin mesh
  mesh_FACE      tensor                1                 1  of the plugin mesh
  mesh_VERTEX    tensor                1                 1  of the plugin mesh
  points_VERTEX  tensor                1                 1  of the plugin mesh

onnx  1 file, 2.1 kB, 2 records
  tag            kind             points             steps       last        min        max
  __run_graph__  graph                 1                 0

pr_curve  1 file, 1.0 kB, 8 records
  tag      kind             points             steps       last        min        max
  c/0      tensor                1                 1  of the plugin pr_curves
  c/1      tensor                1                 1  of the plugin pr_curves
  c/cat    tensor                1                 1  of the plugin pr_curves
  c/dög    tensor                1                 1  of the plugin pr_curves
  counted  tensor                1                 1  of the plugin pr_curves
  pr       tensor                2                 3  of the plugin pr_curves

scalar  1 file, 483 B, 6 records
  tag            kind             points             steps       last        min        max
  accuracy       scalar                3              1..3        0.9        0.9        0.9
  learning_rate  scalar                2              1..2     1e-300          0     1e-300
  loss           scalar                5              1..0       +Inf        0.1        0.1  2 of 5 points not finite

tensor  1 file, 1.7 kB, 21 records
  tag      kind             points             steps       last        min        max
  numbers  tensor               15             0..14  of the plugin my_plugin
  shapes   tensor                5              0..4

text  1 file, 576 B, 7 records
  tag     kind             points             steps       last        min        max
  fenced  text                  3              1..3
  list    text                  1                 1
  plain   text                  1                 0
  table   text                  1                 1
