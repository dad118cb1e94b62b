import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { accountStatesOf, routable } from './accounts';
import { answersTo, as } from './answers';
import { bookTables, counted } from './book-tables';
import { accountRows, knownCsms } from './known';
import type { Limits } from './limits';
import { query } from './statement';

const c = (name: string) => raw(name);
const countIf = (condition: Sql) => as.number(sql`COALESCE(COUNT_IF(${condition}), 0)`);

/** The limits by which accounts are needy or have a colour. */
type BookLimits = Pick<Limits, 'health'> & { readonly neediness: { readonly needyFrom: number } };

function questionsOf({ neediness: { needyFrom } }: BookLimits) {
  return answersTo({
    /** Every CSM, active or not. */
    csms: {
      columns: {
        name: as.text(c('c.csm_name')),
        active: as.flag(c('c.is_active')),
        manager: as.optionalText(c('c.manager_name')),
        tenureMonths: as.optionalNumber(c('c.tenure_months')),
        segment: as.optionalText(c('c.segment')),
        level: as.optionalText(c('c.account_level')),
        capacity: as.optionalNumber(c('c.capacity')),
        awayUntil: as.optionalMoment(c('c.away_until')),
      },
      from: sql`FROM (
  ${knownCsms}
) AS c`,
    },
    /** What each CSM owns of a class; CSM is null for what nobody owns. */
    books: {
      columns: {
        csm: as.optionalText(c('a.current_csm')),
        segment: as.optionalText(c('a.account_segment')),
        level: as.optionalText(c('a.account_level')),
        accounts: as.number(c('COUNT(*)')),
        neediness: as.number(sql`SUM(${counted.neediness})`),
        revenue: as.number(sql`SUM(${counted.revenue})`),
        red: countIf(c("a.color = 'red'")),
        yellow: countIf(c("a.color = 'yellow'")),
        green: countIf(c("a.color = 'green'")),
        needy: countIf(sql`a.neediness >= ${needyFrom}`),
      },
      from: sql`FROM known_accounts AS a
CROSS JOIN medians AS m
GROUP BY a.current_csm, a.account_segment, a.account_level`,
    },
    /** How many accounts of each class a run may place. */
    waiting: {
      columns: {
        segment: as.optionalText(c('segment')),
        level: as.optionalText(c('level')),
        accounts: as.number(c('COUNT(*)')),
      },
      from: sql`FROM account_states WHERE ${routable} GROUP BY segment, level`,
    },
  });
}

type CompanyAnswer = z.infer<ReturnType<typeof questionsOf>['row']>;
/** A CSM as they are known. */
export type CompanyCsm = Extract<CompanyAnswer, { question: 'csms' }>;
/** What a CSM, or nobody, owns of a class. */
export type BookRow = Extract<CompanyAnswer, { question: 'books' }>;

/**
 * Answers who there is, who owns what and how many accounts wait, by class. It does not ask what
 * time it is, so that its answer can be remembered.
 */
export function companyBooks(limits: BookLimits): Query<CompanyAnswer> {
  const { select, row } = questionsOf(limits);
  return query(
    'company.books',
    sql`WITH accounts AS (
  ${accountRows}
),
${bookTables(limits, c('SELECT * FROM accounts'))},
${accountStatesOf({ accounts: c('SELECT * FROM accounts WHERE needs_csm = TRUE') })}
${select}`,
    row,
  );
}
