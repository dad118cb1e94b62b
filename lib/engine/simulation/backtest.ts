import { createAssessor } from '@/lib/engine/prepare-input';
import type { Csm, RoutableAccount } from '@/lib/engine/types';
import { DAY_MS, DAYS_PER_MONTH } from '@/lib/time';
import { type OwnedBooks, removeAccount } from './change-book';
import { type Simulation, type SimulationInput, simulate } from './simulate';

/** An account that started to need a CSM at its `waitingSince`, with its current scores. */
export interface RecordedAccount {
  readonly account: RoutableAccount;
  /** The CSM in whose book it is now; null if none. */
  readonly csm: string | null;
}

export interface BacktestInput
  extends Pick<
    SimulationInput,
    'medians' | 'policy' | 'days' | 'runHours' | 'batchSize' | 'decisionHours'
  > {
  /** The CSMs with their current books. */
  readonly csms: readonly Csm[];
  /** Each account once. Those that started to need a CSM before or after the period are ignored. */
  readonly intake: readonly RecordedAccount[];
  /** Epoch milliseconds. The period is the last `days` full UTC days. */
  readonly now: number;
}

/**
 * Replays recorded intake under a policy. The books at the start are the current ones without the
 * intake: accounts that left since are not recorded, so none leave. CSMs hired during the period are
 * away until then; other leave in the past is not recorded.
 */
export function backtest({ csms, intake, now, ...settings }: BacktestInput): Simulation {
  const end = Math.floor(now / DAY_MS) * DAY_MS;
  const start = end - settings.days * DAY_MS;
  const replayed = intake.filter(
    ({ account: { waitingSince } }) =>
      waitingSince !== null && waitingSince >= start && waitingSince < end,
  );
  const assess = createAssessor(
    { ...settings, now },
    csms.filter((csm) => csm.active),
  );
  return simulate({
    ...settings,
    start,
    csms: csms.map((csm) => {
      const own = replayed.flatMap((recorded) =>
        recorded.csm === csm.name ? [assess(recorded.account)] : [],
      );
      const months = (now - start) / (DAYS_PER_MONTH * DAY_MS);
      const tenureMonths = csm.tenureMonths === null ? null : csm.tenureMonths - months;
      const isHiredLater = tenureMonths !== null && tenureMonths < 0;
      return {
        ...csm,
        tenureMonths,
        awayFrom: null,
        awayUntil: isHiredLater ? start - tenureMonths * DAYS_PER_MONTH * DAY_MS : null,
        ...own.reduce<OwnedBooks>(removeAccount, { book: csm.book, byClass: csm.byClass }),
        received: [],
        receivedNeedy: [],
        lastReceivedAt: null,
        reservations: [],
      };
    }),
    owned: [],
    intake: replayed.map(({ account }) => account),
    departures: [],
  });
}
