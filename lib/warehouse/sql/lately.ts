import sql, { raw } from 'sql-template-tag';
import { as, type ValueOf } from './answers';
import { at } from './fields';
import type { Limits } from './limits';
import { hoursBefore } from './standing';

const c = (name: string) => raw(name);

interface Lately {
  readonly now: Date;
  readonly limits: Pick<Limits, 'coolingHours'>;
}

/**
 * Asks what each CSM received lately, which the rules of eligibility look at; those who received
 * nothing have no row. `received` comes before.
 */
export function receiptsQuestion({ now }: Pick<Lately, 'now'>) {
  return {
    columns: {
      csm: as.text(c('csm_name')),
      /** Milliseconds since each account received in seven days. */
      receivedAges: as.numbers(sql`LISTAGG(CASE WHEN received_at > ${at(hoursBefore(now, 24 * 7))}
  THEN CAST(DATEDIFF('millisecond', received_at, ${at(now)}) AS VARCHAR) END, ',')`),
      lastReceivedAt: as.moment(c('MAX(received_at)')),
    },
    from: c('FROM received WHERE csm_name IS NOT NULL GROUP BY csm_name'),
  } as const;
}

/**
 * Asks whom a pending recommendation reserves; others have no row. `pending` comes before, with what
 * was recommended within the cooling period at least.
 */
export function reservationsQuestion({ now, limits }: Lately) {
  return {
    columns: {
      csm: as.text(c('recommended_csm')),
      at: as.moment(c('MAX(recommendation_timestamp)')),
    },
    from: sql`FROM pending
WHERE recommendation_timestamp > ${at(hoursBefore(now, limits.coolingHours))}
GROUP BY recommended_csm`,
  } as const;
}

type RowOf<Columns> = { readonly [Key in keyof Columns]: ValueOf<Columns[Key]> };

/** What a CSM received lately. */
export type ReceiptsRow = RowOf<ReturnType<typeof receiptsQuestion>['columns']>;
/** When the newest recommendation was made that reserves a CSM. */
export type ReservationRow = RowOf<ReturnType<typeof reservationsQuestion>['columns']>;
