import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { accountStatesOf, routable } from './accounts';
import { answersTo, as } from './answers';
import { accountRows } from './known';
import { ownedAccounts } from './standing-csms';
import { query } from './statement';

const c = (name: string) => raw(name);

const { select, row } = answersTo({
  owned: ownedAccounts,
  /** How many accounts of each class a run may place. */
  waiting: {
    columns: {
      segment: as.optionalText(c('segment')),
      level: as.optionalText(c('level')),
      accounts: as.number(c('COUNT(*)')),
    },
    from: sql`FROM account_states WHERE ${routable} GROUP BY segment, level`,
  },
  /** Of which classes accounts are, whoever owns them. */
  classes: {
    columns: {
      segment: as.optionalText(c('account_segment')),
      level: as.optionalText(c('account_level')),
    },
    from: sql`FROM accounts GROUP BY account_segment, account_level`,
  },
});
export type CoolingAccount = z.infer<typeof row>;

/**
 * Answers of accounts what a look at cooling needs: who owns how many, how many wait, and of which
 * classes they are. It does not ask what time it is, so that its answer can be remembered.
 */
export function coolingAccounts(): Query<CoolingAccount> {
  return query(
    'cooling.accounts',
    sql`WITH accounts AS (
  ${accountRows}
),
${accountStatesOf({ accounts: c('SELECT * FROM accounts WHERE needs_csm = TRUE') })}
${select}`,
    row,
  );
}
