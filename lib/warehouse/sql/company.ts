import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { accountStatesOf, routable } from './accounts';
import { answersTo, as } from './answers';
import { bookTables, counted } from './book-tables';
import { at } from './fields';
import { accountRows, knownCsms } from './known';
import type { Limits } from './limits';
import { query } from './statement';

const c = (name: string) => raw(name);
const countIf = (condition: Sql) => as.number(sql`COALESCE(COUNT_IF(${condition}), 0)`);

/** The limits by which accounts are needy or have a colour. */
export type BookLimits = Pick<Limits, 'health'> & {
  readonly neediness: { readonly needyFrom: number };
};

function bookQuestions({ neediness: { needyFrom } }: BookLimits) {
  return {
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
  } as const;
}

function booksOf(limits: BookLimits): Sql {
  return sql`accounts AS (
  ${accountRows}
),
${bookTables(limits, c('SELECT * FROM accounts'))}`;
}

/**
 * The questions about who there is, who owns what and which accounts need a CSM. `companyTables`
 * comes before.
 */
export function companyQuestions(limits: BookLimits) {
  return {
    ...bookQuestions(limits),
    /** The accounts of each class that need a CSM. */
    needing: {
      columns: {
        segment: as.optionalText(c('segment')),
        level: as.optionalText(c('level')),
        accounts: as.number(c('COUNT(*)')),
        /** Those that a run may place. */
        routable: countIf(routable),
        pending: countIf(c('has_pending')),
        assignedSince: countIf(c('assigned_since AND NOT has_pending')),
        /** Since when the first of those that a run may place has needed one. */
        waitingSince: as.optionalMoment(sql`MIN(CASE WHEN ${routable} THEN needs_csm_since END)`),
        /** Of those that a run may place. */
        withoutScore: countIf(
          sql`${routable} AND (neediness IS NULL OR health IS NULL OR revenue IS NULL)`,
        ),
      },
      from: sql`FROM account_states GROUP BY segment, level`,
    },
  } as const;
}

/** The common table expressions that these are asked of; `accounts` are the accounts view's rows. */
export function companyTables(limits: BookLimits): Sql {
  return sql`${booksOf(limits)},
${accountStatesOf({ accounts: c('SELECT * FROM accounts WHERE needs_csm = TRUE') })}`;
}

/** By what a pending recommendation stands out. */
export interface PendingMarks {
  /** One that was made before this has waited for long. */
  readonly longBefore: Date;
  /** One of this score or less counts as low. */
  readonly lowScore: number;
}

function pendingQuestion({ longBefore, lowScore }: PendingMarks) {
  return {
    columns: {
      csm: as.text(c('p.recommended_csm')),
      rows: as.number(c('COUNT(*)')),
      oldestAt: as.moment(c('MIN(p.recommendation_timestamp)')),
      newestAt: as.moment(c('MAX(p.recommendation_timestamp)')),
      long: countIf(sql`p.recommendation_timestamp < ${at(longBefore)}`),
      low: countIf(sql`p.optimization_score <= ${lowScore}`),
      /** Of accounts that do not need a CSM, or no longer. */
      unneeded: countIf(c('a.account_id IS NULL')),
    },
    from: sql`FROM pending AS p
LEFT JOIN account_states AS a ON a.account_id = p.account_id
GROUP BY p.recommended_csm`,
  } as const;
}

function standingQuestions(limits: BookLimits, marks: PendingMarks) {
  return answersTo({
    ...companyQuestions(limits),
    /** What waits for a decision, by the CSM who is recommended. */
    pending: pendingQuestion(marks),
  });
}

type CompanyAnswer = z.infer<ReturnType<typeof standingQuestions>['row']>;
type Of<Question> = Extract<CompanyAnswer, { question: Question }>;
/** A CSM as they are known. */
export type CompanyCsm = Of<'csms'>;
/** What a CSM, or nobody, owns of a class. */
export type BookRow = Of<'books'>;
/** The accounts of a class that need a CSM. */
export type NeedingRow = Of<'needing'>;
/** What waits for a decision of a CSM's recommendations. */
export type PendingRow = Of<'pending'>;

/**
 * Answers who there is and who owns what. It does not ask what time it is, so that its answer can be
 * remembered.
 */
export function companyBooks(limits: BookLimits): Query<CompanyCsm | BookRow> {
  const { select, row } = answersTo(bookQuestions(limits));
  return query(
    'company.books',
    sql`WITH ${booksOf(limits)}
${select}`,
    row,
  );
}

/** Answers the same, which accounts need a CSM and what waits for a decision. */
export function companyStanding(limits: BookLimits, marks: PendingMarks): Query<CompanyAnswer> {
  const { select, row } = standingQuestions(limits, marks);
  return query(
    'company.standing',
    sql`WITH ${companyTables(limits)}
${select}`,
    row,
  );
}
