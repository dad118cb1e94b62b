import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

// argon2id with 19 MiB and 2 passes, as OWASP's password storage cheat sheet asks for.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let decoy: Promise<string> | undefined;

/** Hashes a password with argon2id, salt and cost included in the answer. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/**
 * Whether a password is the one that was hashed. Without a hash it does the same work and answers
 * false, so that the time taken does not tell which addresses are members.
 */
export async function verifyPassword(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(32).toString('hex'));
  const known = passwordHash ?? null;
  const right = await verify(known ?? (await decoy), password);
  return known !== null && right;
}
