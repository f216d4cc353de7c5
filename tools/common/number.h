/* common: numbers as text. */
#ifndef TFE_COMMON_NUMBER_H
#define TFE_COMMON_NUMBER_H

/* Room for any number that is written here. */
#define NUMBER_BYTES 32

/* The shortest decimal digits that are read as the same double again; a finite number is written as JSON has it. */
void number_exact(char text[NUMBER_BYTES], double d);

#endif
