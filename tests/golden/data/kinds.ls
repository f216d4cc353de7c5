scalar  1 file, 483 B, 6 records
  tag            kind             points             steps       last        min        max
  accuracy       scalar                3              1..3        0.9        0.9        0.9
  learning_rate  scalar                2              1..2     1e-300          0     1e-300
  loss           scalar                5              1..0       +Inf        0.1        0.1  2 of 5 points not finite
