import type { JudgedScope } from '@/lib/warehouse/sql/acceptance-judged';
import { type Period, periodOf } from './period';
import { type AskedScope, parseScope } from './scope';

/** Beyond any row. */
const never = new Date('9999-01-01T00:00:00Z');

/**
 * The scope that is asked for, with the reader's clock until now: recommendations are of the
 * period, but may be decided after it. The last days have no end, as in the data team's queries: a
 * row may be dated ahead by its writer's clock.
 * @throws AppError `invalid_input`
 */
export function parseJudgedScope(
  asked: AskedScope,
  now: Date,
): JudgedScope & { readonly period: Period; readonly weeksUntilNow: readonly string[] } {
  const scope = parseScope(asked, now);
  const { zone, days } = scope.period;
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const today = periodOf({ days: 1 }, zone, now).days.at(-1) ?? last;
  const [latest = last] = [last, today].sort().reverse();
  const untilNow = periodOf({ first, last: latest }, zone, now);
  const to = 'days' in asked.period ? never : scope.to;
  return { ...scope, to, clock: untilNow.clock, weeksUntilNow: untilNow.weeks };
}
