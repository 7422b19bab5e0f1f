/**
 * The 97.5th percentile of Student's t by degrees of freedom, from 1 at index 0 to 30. A test integrates the density and finds the
 * same to three decimals.
 */
export const STUDENT_T_975: readonly number[] = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
