import type { AssessedAccount } from './assess-account';
import { assign } from './assign';
import { bookWith, candidateOf, explanationOf } from './explain';
import { assignableCosts, type Pairs } from './pairs';
import type { Csm, Placement } from './types';

/** What one exact assignment gave: each CSM receives at most one account. */
export interface Round {
  readonly placements: readonly Placement[];
  /** The accounts not placed, in the order given. */
  readonly left: readonly AssessedAccount[];
  /** The CSMs with what they received on their books. */
  readonly csms: readonly Csm[];
  readonly primal: number;
  readonly bound: number;
}

/** Places as many accounts as one matching can, at the least cost, and explains each. */
export function placeRound(pairs: Pairs): Round {
  const { accounts, csms, objective } = pairs;
  const answer = assign({
    rows: accounts.length,
    columns: csms.length,
    costs: assignableCosts(pairs),
  });
  const receives = new Array<AssessedAccount | null>(csms.length).fill(null);
  answer.columnOf.forEach((j, i) => {
    if (j >= 0) receives[j] = accounts[i] as AssessedAccount;
  });
  const placements: Placement[] = [];
  const left: AssessedAccount[] = [];
  accounts.forEach((account, i) => {
    const j = answer.columnOf[i] as number;
    if (j < 0) {
      left.push(account);
      return;
    }
    const chosen = candidateOf(pairs, i, j);
    placements.push({
      accountId: account.account.id,
      csm: chosen.csm,
      cost: chosen.cost,
      score: chosen.score,
      explanation: explanationOf(pairs, i, chosen, (k) => receives[k]?.account.id ?? null),
    });
  });
  return {
    placements,
    left,
    csms: csms.map((csm, j) => received(csm, receives[j] ?? null, objective.now)),
    primal: answer.primal,
    bound: answer.bound,
  };
}

// Inside a run the cooling period is maxPerRun, so that only velocity sees what was received.
function received(csm: Csm, account: AssessedAccount | null, now: number): Csm {
  if (account === null) return csm;
  return { ...csm, book: bookWith(csm.book, account), received: [...csm.received, now] };
}
