/* common: numbers as text. */
#ifndef TFE_COMMON_NUMBER_H
#define TFE_COMMON_NUMBER_H

/* Room for any number that is written here. */
#define NUMBER_BYTES 32

/* The shortest decimal digits that are read as the same double again; a finite number is written as JSON has it. */
void number_exact(char text[NUMBER_BYTES], double d);

/* The same where d is no float32; where it is, the shortest that are the same float32 again, as people know it: 0.1,
 * not 0.10000000149011612. NaN and infinities too. */
void number_plain(char text[NUMBER_BYTES], double d);

#endif
