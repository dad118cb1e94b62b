import { randomFrom } from './random';

/**
 * Replaces the process's sources of randomness and its clock while `work` runs, so that the ids
 * that the services make are the same for the same seed. Only for the generator.
 * Each source has its own numbers, so that another caller of one does not change the others.
 * @param now the simulated time in epoch milliseconds
 */
export async function runDeterministically<Result>(
  seed: number,
  now: () => number,
  work: () => Promise<Result>,
): Promise<Result> {
  const { random: realRandom } = Math;
  const { now: realNow } = Date;
  const { getRandomValues } = crypto;
  const numbers = randomFrom(seed + 1);
  const ids = randomFrom(seed + 2);
  Math.random = () => numbers.next();
  Date.now = now;
  crypto.getRandomValues = ((bytes: Uint8Array) => {
    ids.fill(bytes);
    return bytes;
  }) as typeof getRandomValues;
  try {
    return await work();
  } finally {
    Math.random = realRandom;
    Date.now = realNow;
    crypto.getRandomValues = getRandomValues;
  }
}
