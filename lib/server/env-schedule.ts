import { Cron } from 'croner';
import { z } from 'zod';

const cron = z
  .string()
  .refine(isCron, {
    error: 'must be five cron fields that have a next time, such as 0 6 * * 1-5',
  })
  .optional();

function isCron(pattern: string): boolean {
  try {
    // A pattern such as February 30 is valid but has no next time.
    return new Cron(pattern, { mode: '5-part', paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The settings for scheduled jobs. A job without a schedule is off. */
export const scheduleShape = {
  SCHEDULE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, { error: 'must be a time zone such as America/New_York' })
    .default('UTC'),
  SCHEDULE_RUN: cron,
  SCHEDULE_RUN_SIZE: z.coerce
    .number({ error: 'must be how many accounts a scheduled run places, 1 to 500' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(500, 'can be at most 500')
    .default(100),
  SCHEDULE_REFRESH: cron,
  SCHEDULE_BACKUP: cron,
  SCHEDULE_HANDOVER: cron,
  SCHEDULE_DIGEST: cron,
} as const;

/**
 * Finds schedules that the warehouse does not allow.
 * @returns one line per problem, starting with the variable's name
 */
export function scheduleProblems(variables: Readonly<Record<string, string>>): readonly string[] {
  if (variables.WAREHOUSE !== 'snowflake' || !variables.SCHEDULE_BACKUP) return [];
  return ['SCHEDULE_BACKUP: is for the embedded warehouse; Snowflake keeps its own history'];
}
