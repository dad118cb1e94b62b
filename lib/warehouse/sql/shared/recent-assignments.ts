import sql, { raw } from 'sql-template-tag';
import { type ColumnValue, columnAs } from './batch-query';
import { timestampBind } from './columns';
import type { PolicyLimits } from './policy-limits';
import { hoursBefore } from './state';

const c = (name: string) => raw(name);

interface RecentRequest {
  readonly now: Date;
  readonly limits: Pick<PolicyLimits, 'coolingHours'>;
}

/**
 * Asks what each CSM received lately, which the rules of eligibility look at; those who received
 * nothing have no row. `received` comes before.
 */
export function recentAssignmentsSelect({ now }: Pick<RecentRequest, 'now'>) {
  return {
    columns: {
      csm: columnAs.text(c('csm_name')),
      /** Milliseconds since each account received in seven days. */
      receivedAges:
        columnAs.numbers(sql`LISTAGG(CASE WHEN received_at > ${timestampBind(hoursBefore(now, 24 * 7))}
  THEN CAST(DATEDIFF('millisecond', received_at, ${timestampBind(now)}) AS VARCHAR) END, ',')`),
      lastReceivedAt: columnAs.moment(c('MAX(received_at)')),
    },
    from: c('FROM received WHERE csm_name IS NOT NULL GROUP BY csm_name'),
  } as const;
}

/**
 * Asks whom a pending recommendation reserves; others have no row. `pending` comes before, with what
 * was recommended within the cooling period at least.
 */
export function reservationsSelect({ now, limits }: RecentRequest) {
  return {
    columns: {
      csm: columnAs.text(c('recommended_csm')),
      at: columnAs.moment(c('MAX(recommendation_timestamp)')),
    },
    from: sql`FROM pending
WHERE recommendation_timestamp > ${timestampBind(hoursBefore(now, limits.coolingHours))}
GROUP BY recommended_csm`,
  } as const;
}

type RowOf<Columns> = { readonly [Key in keyof Columns]: ColumnValue<Columns[Key]> };

/** What a CSM received lately. */
export type RecentAssignmentsRow = RowOf<ReturnType<typeof recentAssignmentsSelect>['columns']>;
/** When the newest recommendation was made that reserves a CSM. */
export type ReservationRow = RowOf<ReturnType<typeof reservationsSelect>['columns']>;
