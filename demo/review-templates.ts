import type {
  ReviewCandidate,
  ReviewInput,
  ReviewIssue,
  ReviewItem,
  Verdict,
} from '@/lib/reviews/types';
import type { Random } from './random';

/** What a sample review says of one recommendation. */
export interface SampleVerdict {
  readonly verdict: Verdict;
  readonly issues: readonly ReviewIssue[];
  readonly suggestedCsm: string | null;
  readonly feedback: string;
}

interface Facts {
  readonly item: ReviewItem;
  readonly policy: ReviewInput['policy'];
  /** The recommended CSM's first name, tenure, accounts received in seven days, and capacity. */
  readonly first: string;
  readonly tenure: number | null;
  readonly received: number;
  readonly capacity: number | null;
  /** Alternatives that the run left free and whose tenure suits the account, best first. */
  readonly free: readonly Alternative[];
}

interface Alternative extends Omit<ReviewCandidate, 'capacity'> {
  readonly received: number;
  /** Their own. */
  readonly capacity: number | null;
}

/** Writes a sample review from the facts that Claude would be given. */
export function sampleVerdict(random: Random, input: ReviewInput, item: ReviewItem): SampleVerdict {
  const facts = factsOf(input, item);
  const written = inexperience(facts) ?? betterFit(random, facts) ?? strain(random, facts);
  return written ?? { ...approval(random, facts), verdict: 'approve', suggestedCsm: null };
}

function factsOf({ csms, policy, recommendations }: ReviewInput, item: ReviewItem): Facts {
  const { recommended } = item;
  const csm = csms.find(({ name }) => name === recommended.csm);
  const placed = new Set(recommendations.map((each) => each.recommended.csm));
  const free = item.alternatives
    .filter((each) => !placed.has(each.csm))
    .flatMap((each) => {
      const known = csms.find(({ name }) => name === each.csm);
      if (!known || (known.tenureMonths ?? 0) < wantedTenure(item, policy)) return [];
      return { ...each, received: known.receivedWeek, capacity: known.capacity };
    });
  return {
    item,
    policy,
    free,
    first: recommended.csm.split(' ')[0] ?? recommended.csm,
    tenure: csm?.tenureMonths ?? null,
    received: csm?.receivedWeek ?? 0,
    capacity: csm?.capacity ?? null,
  };
}

/** Months of tenure that the policy wants for an account. */
function wantedTenure({ account }: ReviewItem, policy: ReviewInput['policy']): number {
  const { redMonths, needyMonths } = policy.experience;
  if (account.color === 'red') return redMonths;
  return (account.neediness ?? 0) >= policy.neediness.needyFrom ? needyMonths : 0;
}

/** Red and high-need accounts with a new CSM. */
function inexperience({ item, policy, tenure, first, free }: Facts): SampleVerdict | null {
  if (tenure === null || tenure >= wantedTenure(item, policy)) return null;
  const { account } = item;
  const trouble =
    account.color === 'red'
      ? `Health is red at ${account.health ?? 'an unknown score'}`
      : `Neediness is ${account.neediness} of 10`;
  const months = `${first} has ${Math.max(1, Math.round(tenure))} months of tenure`;
  const [senior] = free;
  return senior
    ? reassign(
        senior,
        ['experience'],
        `${trouble}, and ${months}. ${senior.csm} has the experience this account needs and room for it.`,
      )
    : caution(
        ['experience'],
        `${trouble}, and ${months}. No one more senior is available today, so pair them for the first month.`,
      );
}

/** Another CSM fits better on something that matters. */
function betterFit(random: Random, facts: Facts): SampleVerdict | null {
  const { item, first, received, free } = facts;
  const { account, recommended } = item;
  const { accounts, red } = recommended.bookAfter;
  if (!random.chance(0.75)) return null;
  const calmer = free.find(({ bookAfter }) => bookAfter.red <= red - 2);
  if (account.color === 'red' && calmer) {
    return reassign(
      calmer,
      ['health_mix'],
      `Health is red, and ${first} would have ${red} red accounts. ${calmer.csm} would have ${calmer.bookAfter.red} and can give this one more time.`,
    );
  }
  const rested = free.find((each) => each.received <= received - 3);
  if (rested) {
    return reassign(
      rested,
      ['recency'],
      `${first} received ${counted(received)} in the last seven days, and ${rested.csm} received ${rested.received}. ${rested.csm} can start onboarding sooner.`,
    );
  }
  const revenue = perPlace(recommended.bookAfter.revenue, facts);
  const lighter = free.find((each) => perPlace(each.bookAfter.revenue, each) < 0.9 * revenue);
  if (lighter) {
    return reassign(
      lighter,
      ['revenue'],
      `${first} would own ${dollars(recommended.bookAfter.revenue)} a year, well above the team's average. ${lighter.csm} has less revenue to look after and a similar book.`,
    );
  }
  const fullness = perPlace(accounts, facts);
  const emptier = free.find((each) => perPlace(each.bookAfter.accounts, each) < fullness - 0.03);
  if (emptier) {
    return reassign(
      emptier,
      ['workload'],
      `${first} would own ${accounts} accounts after this one. ${emptier.csm} would own ${emptier.bookAfter.accounts} and has more room.`,
    );
  }
  return null;
}

/** An amount per account that a CSM may own. */
function perPlace(amount: number, { capacity }: { readonly capacity: number | null }): number {
  return amount / (capacity ?? 85);
}

function reassign(
  to: Alternative,
  issues: readonly ReviewIssue[],
  feedback: string,
): SampleVerdict {
  return { verdict: 'reassign', issues, feedback, suggestedCsm: to.csm };
}

function caution(issues: readonly ReviewIssue[], feedback: string): SampleVerdict {
  return { verdict: 'caution', issues, feedback, suggestedCsm: null };
}

/** Things to watch that do not call for another CSM. */
function strain(random: Random, facts: Facts): SampleVerdict | null {
  const { item, policy, first, received, capacity } = facts;
  const { account, recommended } = item;
  const { accounts, red } = recommended.bookAfter;
  if (account.health === null || account.neediness === null) {
    const missing = account.health === null ? 'health' : 'neediness';
    return caution(
      [missing === 'health' ? 'health_mix' : 'neediness'],
      random.pick([
        `The ${missing} score is missing, so the match rests on the team's median. Check the account before the kickoff call.`,
        `No ${missing} score yet. ${first} would own ${accounts} accounts and can take this one if the first call confirms that it is a typical account.`,
        `Without a ${missing} score, this could be harder than it looks. Have ${first} report back after the first call.`,
        `${first} fits on what is known, but ${missing} is not. Ask the onboarding team before the handover.`,
      ]),
    );
  }
  if (account.color === 'red' && red >= 4) {
    return caution(
      ['health_mix', 'concentration'],
      random.pick([
        `This would be red account number ${red} for ${first}. Plan time for it, or ask for help with the recovery calls.`,
        `Health is red at ${account.health}, and ${first} already has ${red - 1} red accounts. Agree on a recovery plan first.`,
      ]),
    );
  }
  if (capacity !== null && accounts >= capacity - 1) {
    return caution(
      ['workload'],
      `This brings ${first} to ${accounts} of ${capacity} accounts. There is no room for surprises this week.`,
    );
  }
  if (received >= 9) {
    return caution(
      ['recency'],
      random.pick([
        `${first} received ${received} accounts in the last seven days. Onboarding several at once may slow first responses.`,
        `The fit is fine, but ${first} received ${received} accounts this week. Start this one after the others are live.`,
      ]),
    );
  }
  if (account.revenue !== null && account.revenue >= 80_000) {
    return caution(
      ['revenue'],
      `At ${dollars(account.revenue)} a year, this is one of the larger accounts here. ${first} should hold the kickoff within two days.`,
    );
  }
  if ((account.neediness ?? 0) >= policy.neediness.needyFrom && random.chance(0.5)) {
    return caution(
      ['neediness'],
      `Neediness is ${account.neediness} of 10. ${first} can handle it, but expect weekly calls during the first month.`,
    );
  }
  return null;
}

function approval(random: Random, { item, first, tenure, received, capacity }: Facts) {
  const { account, recommended } = item;
  const { accounts, red, revenue } = recommended.bookAfter;
  const years = Math.floor((tenure ?? 0) / 12);
  const trade = account.industry ?? 'this industry';
  const mild = account.color !== 'red' && (account.neediness ?? 0) < 6;
  const sentences = [
    random.pick([
      'Good match: the book stays even on accounts and neediness.',
      `Good match for ${account.name}: no one else improves the balance.`,
      `No concerns about a ${trade} account in this book.`,
      `The score of ${Math.round(recommended.score)} reflects who is free today; the figures support it.`,
    ]),
    `Health is ${account.health} (${account.color}) and neediness ${account.neediness} of 10, ${mild ? 'an easy start' : `which ${first} can handle`}.`,
    `Revenue in the book comes to ${dollars(revenue)} a year, in line with the team.`,
    `${first} would own ${accounts}${capacity === null ? '' : ` of at most ${capacity}`} accounts.`,
    ...(account.revenue === null
      ? []
      : [`${dollars(account.revenue)} a year does not change the balance between books.`]),
    ...(red > 2 ? [] : [`The book has few red accounts (${red}), so there is time for this one.`]),
    ...(years < 1
      ? []
      : [`${first} has been a CSM for ${years === 1 ? 'a year' : `${years} years`}.`]),
    ...(received > 5
      ? []
      : [`${first} received ${counted(received)} in the last seven days and can start soon.`]),
  ];
  const [one = '', two = ''] = random.shuffled(sentences);
  return { issues: [], feedback: random.chance(0.8) ? `${one} ${two}` : one };
}

function counted(accounts: number): string {
  return accounts === 1 ? '1 account' : `${accounts} accounts`;
}

function dollars(amount: number): string {
  return `$${Math.round(amount).toLocaleString('en-US')}`;
}
