import { z } from 'zod';
import { roles } from '@/lib/server/auth/person';

/** A member's fields as a form or a command sends them. */
export const memberEmail = z
  .string({ error: 'is required' })
  .trim()
  .pipe(z.email('must be an email address').max(254, 'is too long'));

export const memberName = z
  .string({ error: 'is required' })
  .trim()
  .min(1, 'is required')
  .max(100, 'can have at most 100 characters');

export const memberRole = z.enum(roles, { error: `must be one of ${roles.join(', ')}` });

/** The shortest password that a member may choose, in characters. */
export const MIN_PASSWORD_LENGTH = 12;

export const memberPassword = z
  .string({ error: 'is required' })
  .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(1_000, 'can have at most 1,000 characters');
