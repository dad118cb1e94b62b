import { createHash } from 'node:crypto';

const whole = 2 ** 32;

/**
 * Whether the review of a recommendation stays hidden until it is decided, so that the managers'
 * agreement with Claude is measured on some without their knowing what it said. The same
 * recommendation always gets the same answer, and a larger share hides those of a smaller one too.
 * @param share 0–1
 */
export function isHidden(recommendationId: string, share: number): boolean {
  const hash = createHash('sha256').update(`blind ${recommendationId}`).digest();
  return hash.readUInt32BE(0) / whole < share;
}
