import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import { as } from './answers';
import { at } from './fields';
import { knownCsms } from './known';
import type { Limits } from './limits';
import { hoursBefore } from './standing';

const c = (name: string) => raw(name);

/** Asks how many accounts each CSM owns. `accounts` comes before, as `accountRows` has them. */
export const ownedAccounts = {
  columns: {
    csm: as.text(c('current_csm')),
    accounts: as.number(c('COUNT(DISTINCT account_id)')),
  },
  from: sql`FROM accounts WHERE current_csm IS NOT NULL GROUP BY current_csm`,
} as const;

/**
 * Asks for every CSM what the rules of eligibility look at, but for what they own. `received`,
 * `received_by_csm` and `pending` come before, the latter with what was recommended within the
 * cooling period at least.
 */
export function standingCsms({
  now,
  limits,
}: {
  readonly now: Date;
  readonly limits: Pick<Limits, 'coolingHours'>;
}) {
  return {
    columns: {
      name: as.text(c('c.csm_name')),
      active: as.flag(c('c.is_active')),
      manager: as.optionalText(c('c.manager_name')),
      tenureMonths: as.optionalNumber(c('c.tenure_months')),
      segment: as.optionalText(c('c.segment')),
      level: as.optionalText(c('c.account_level')),
      capacity: as.optionalNumber(c('c.capacity')),
      awayUntil: as.optionalMoment(c('c.away_until')),
      /** Milliseconds since each account received in seven days. */
      receivedAges: as.numbers(c('x.received_ages')),
      lastReceivedAt: as.optionalMoment(c('v.last_received_at')),
      reservedAt: as.optionalMoment(c('p.reserved_at')),
    },
    from: sql`FROM (
  ${knownCsms}
) AS c
LEFT JOIN (
  SELECT csm_name, LISTAGG(CAST(DATEDIFF('millisecond', received_at, ${at(now)}) AS VARCHAR), ',')
    AS received_ages
  FROM received
  WHERE received_at > ${at(hoursBefore(now, 24 * 7))}
  GROUP BY csm_name
) AS x ON x.csm_name = c.csm_name
LEFT JOIN received_by_csm AS v ON v.csm_name = c.csm_name
LEFT JOIN (
  SELECT recommended_csm, MAX(recommendation_timestamp) AS reserved_at
  FROM pending
  WHERE recommendation_timestamp > ${at(hoursBefore(now, limits.coolingHours))}
  GROUP BY recommended_csm
) AS p ON p.recommended_csm = c.csm_name`,
  } as const;
}

type Columns = ReturnType<typeof standingCsms>['columns'];

/** A CSM as the rules of eligibility look at one. */
export type StandingCsm = {
  readonly [Key in keyof Columns]: z.infer<Columns[Key]['field']>;
};
