import { describeChoice, type FactorReason } from './describe-factors';
import {
  type ForcedPair,
  type Move,
  NEW_CSM,
  type Scenario,
  type ScenarioComparison,
} from './scenario-types';

/** Differences of cost that are smaller than this are shown as none, in objective units. */
const NEGLIGIBLE_COST = 0.005;

/** Names of the weights, as in “the weight of accounts”. */
export const weightNames: Readonly<
  Record<Extract<Scenario, { kind: 'weight' }>['weight'], string>
> = {
  accounts: 'accounts',
  neediness: 'neediness',
  revenue: 'revenue',
  red: 'red accounts',
  experience: 'experience',
  recency: 'recent accounts',
  waiting: 'waiting',
};

/**
 * What a scenario changes, in one or two sentences: "Bo Chen fits this account better, but the team
 * would lose 3.2: Acme would move to Cy Ito, who fits it worse."
 */
export function describeComparison(
  scenario: Scenario,
  comparison: ScenarioComparison,
  locale: string,
): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const { pair } = comparison;
  return pair
    ? describeForcedPair(pair, comparison, format)
    : describeChange(scenario, comparison, format);
}

/**
 * Compares a forced CSM with the one that the account has otherwise, by factor. Null if it has none or
 * the same one.
 */
export function describeForcedFactors(
  { forced, instead, color, needy }: ForcedPair,
  locale: string,
): FactorReason[] | null {
  if (instead === null || instead.csm === forced.csm) return null;
  return describeChoice({ chosen: forced, alternatives: [instead], color, needy }, locale);
}

function describeForcedPair(
  { accountId, forced, instead }: ForcedPair,
  comparison: ScenarioComparison,
  format: Intl.NumberFormat,
): string {
  const others = comparison.moves.filter((move) => move.accountId !== accountId);
  if (instead?.csm === forced.csm) return `The run itself chooses ${forced.csm}. Nothing changes.`;
  const team = teamClause(comparison, format);
  const reason =
    others.length > 0 ? `: ${describeMoves(others)}.` : '. No other account would move.';
  if (instead === null) {
    return `Without this choice, the account would not be placed. With ${forced.csm}, ${team}${reason}`;
  }
  const difference = forced.cost - instead.cost;
  const fits = fitOf(difference);
  const isSame = fits === 'as well';
  const isAgainst = !isSame && difference < 0 !== isGain(comparison);
  const fit = isSame ? `as well as ${instead.csm}` : `${fits} than ${instead.csm}`;
  return `${forced.csm} fits this account ${fit}, ${isAgainst ? 'but' : 'and'} ${team}${reason}`;
}

function describeChange(
  scenario: Scenario,
  comparison: ScenarioComparison,
  format: Intl.NumberFormat,
): string {
  const { moves } = comparison;
  const condition = describeCondition(scenario, format);
  if (moves.length === 0) return `${condition}, every account would keep its CSM.`;
  return `${condition}, ${teamClause(comparison, format)}: ${describeMoves(moves)}.`;
}

function describeCondition(scenario: Scenario, format: Intl.NumberFormat): string {
  switch (scenario.kind) {
    case 'pair':
      return `With ${scenario.csm}`;
    case 'away':
      return `While ${scenario.csm} is away`;
    case 'hire':
      return 'With one more CSM';
    case 'capacity':
      return `With a capacity of ${format.format(scenario.capacity)} for ${scenario.csm}`;
    case 'weight':
      return `By a weight of ${format.format(scenario.value)} for ${weightNames[scenario.weight]}`;
  }
}

/** Whether more accounts are placed, or as many at a lower cost. */
function isGain({ current, changed, gain }: ScenarioComparison): boolean {
  if (changed.placed !== current.placed) return changed.placed > current.placed;
  if (changed.overdue !== current.overdue) return changed.overdue < current.overdue;
  return gain > 0;
}

function teamClause(comparison: ScenarioComparison, format: Intl.NumberFormat): string {
  const { current, changed, gain, gainPercent } = comparison;
  const placed = changed.placed - current.placed;
  if (placed !== 0) {
    return `${countOf(Math.abs(placed), placed > 0 ? 'more account' : 'fewer account', format)} would be placed`;
  }
  const overdue = changed.overdue - current.overdue;
  if (overdue !== 0) {
    return `${countOf(Math.abs(overdue), overdue > 0 ? 'more overdue account' : 'fewer overdue account', format)} would wait`;
  }
  if (Math.abs(gain) < NEGLIGIBLE_COST) return 'the team would lose nothing';
  const percent = Math.round(Math.abs(gainPercent ?? 0));
  const share = percent > 0 && percent <= 100 ? ` (${percent}% of what the run gains)` : '';
  return `the team would ${gain > 0 ? 'gain' : 'lose'} ${describeCost(Math.abs(gain), format)}${share}`;
}

function describeMoves(moves: readonly Move[]): string {
  const [first, ...others] = moves as [Move, ...Move[]];
  const rest =
    others.length === 0
      ? ''
      : `, and ${others.length === 1 ? 'one other account' : `${others.length} other accounts`} would move`;
  return `${describeMove(first)}${rest}`;
}

function describeMove({ accountName, from, to, costIncrease }: Move): string {
  if (to === null) return `${accountName} would not be placed`;
  const csm = to === NEW_CSM ? 'the new CSM' : to;
  if (from === null || costIncrease === null) return `${accountName} would go to ${csm}`;
  return `${accountName} would move to ${csm}, who fits it ${fitOf(costIncrease)}`;
}

function fitOf(costIncrease: number): 'better' | 'worse' | 'as well' {
  if (Math.abs(costIncrease) < NEGLIGIBLE_COST) return 'as well';
  return costIncrease < 0 ? 'better' : 'worse';
}

function describeCost(cost: number, format: Intl.NumberFormat): string {
  return cost < 0.05 ? `less than ${format.format(0.1)}` : format.format(cost);
}

function countOf(count: number, noun: string, format: Intl.NumberFormat): string {
  return `${format.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
