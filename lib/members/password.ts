import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

// argon2id with 19 MiB and 2 iterations, from OWASP's password storage cheat sheet.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let decoy: Promise<string> | undefined;

/** Hashes a password with argon2id. The result contains the salt and the cost parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/**
 * Returns whether a password matches a hash. Without a hash, it does the same work and returns
 * false, so that response times don't reveal which addresses are members.
 */
export async function verifyPassword(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(32).toString('hex'));
  const matches = await verify(passwordHash ?? (await decoy), password);
  return Boolean(passwordHash) && matches;
}
