/**
 * Exponentials from additions and multiplications, which IEEE 754 defines to the last bit. Math.exp and
 * Math.pow differ between engines and their versions, so a stored run could not be repeated exactly.
 */

/** Below this exponent, a power of two is not a normal double. */
const MIN_EXPONENT = -1022;

/** The Taylor coefficients 1/n! of e^x, from the highest degree. */
const TAYLOR = Array.from({ length: 15 }, (_, degree) => 1 / factorial(14 - degree));

/**
 * 2^x for x ≤ 0; relative error below 1e-15. 0 if the result is below 2^-1022.
 */
export function exp2(x: number): number {
  const whole = Math.round(x);
  if (!(whole >= MIN_EXPONENT)) return 0;
  // |y| ≤ ln 2 / 2, where the first term that is left out is below 1e-19.
  const y = (x - whole) * Math.LN2;
  let power = 0;
  for (const coefficient of TAYLOR) power = power * y + coefficient;
  for (let halvings = -whole; halvings > 0; halvings -= 1) power /= 2;
  return power;
}

/** e^x for x ≤ 0; relative error below 1e-15 + |x| · 4e-16. */
export function exp(x: number): number {
  return exp2(x * Math.LOG2E);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
