import type { ReviewInput, ReviewIssue, ReviewItem, Verdict } from '@/lib/reviews/types';
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
  /** The recommended CSM's first name, tenure, and accounts received in seven days. */
  readonly first: string;
  readonly tenure: number | null;
  readonly received: number;
  readonly capacity: number | null;
  /** The best alternative with the tenure that the account calls for. */
  readonly senior: string | null;
  readonly best: string | null;
}

/** Writes a sample review from the facts that Claude would be given. */
export function sampleVerdict(random: Random, input: ReviewInput, item: ReviewItem): SampleVerdict {
  const facts = factsOf(input, item);
  const written = inexperience(facts) ?? betterFit(random, facts) ?? strain(random, facts);
  return written ?? { ...approval(random, facts), verdict: 'approve', suggestedCsm: null };
}

function factsOf({ csms, policy, recommendations }: ReviewInput, item: ReviewItem): Facts {
  const { account, recommended } = item;
  // Only CSMs whom the run leaves free can be suggested.
  const placed = new Set(recommendations.map((each) => each.recommended.csm));
  const alternatives = item.alternatives.filter(({ csm }) => !placed.has(csm));
  const known = (name: string) => csms.find((csm) => csm.name === name);
  const wanted =
    account.color === 'red' ? policy.experience.redMonths : policy.experience.needyMonths;
  const senior = alternatives.find(({ csm }) => (known(csm)?.tenureMonths ?? 0) >= wanted);
  const csm = known(recommended.csm);
  return {
    ...{ item, policy },
    first: recommended.csm.split(' ')[0] ?? recommended.csm,
    tenure: csm?.tenureMonths ?? null,
    received: csm?.receivedWeek ?? 0,
    capacity: csm?.capacity ?? null,
    senior: senior?.csm ?? null,
    best: alternatives[0] && alternatives[0].score > recommended.score ? alternatives[0].csm : null,
  };
}

const isHighNeed = ({ item, policy }: Facts) =>
  (item.account.neediness ?? 0) >= policy.neediness.needyFrom;

/** Red and high-need accounts with a new CSM. */
function inexperience(facts: Facts): SampleVerdict | null {
  const { item, policy, tenure, first, senior } = facts;
  const isRed = item.account.color === 'red';
  if (tenure === null || (!isRed && !isHighNeed(facts))) return null;
  const { redMonths, needyMonths } = policy.experience;
  if (tenure >= (isRed ? redMonths : needyMonths)) return null;
  const trouble = isRed
    ? `Health is red at ${item.account.health ?? 'an unknown score'}`
    : `Neediness is ${item.account.neediness} of 10`;
  const months = `${first} has ${Math.max(1, Math.round(tenure))} months of tenure`;
  return senior
    ? {
        verdict: 'reassign',
        issues: ['experience'],
        suggestedCsm: senior,
        feedback: `${trouble}, and ${months}. ${senior} has the experience this account needs and room for it.`,
      }
    : {
        verdict: 'caution',
        issues: ['experience'],
        suggestedCsm: null,
        feedback: `${trouble}, and ${months}. No one more senior is available today, so pair them for the first month.`,
      };
}

/** Another CSM fits much better. */
function betterFit(random: Random, { item, best, first, received }: Facts): SampleVerdict | null {
  const { recommended } = item;
  if (!best || recommended.score >= 45 || !random.chance(0.5)) return null;
  const { accounts } = recommended.bookAfter;
  return {
    verdict: 'reassign',
    issues: ['workload', ...(received > 5 ? (['recency'] as const) : [])],
    suggestedCsm: best,
    feedback: random.pick([
      `${first} would own ${accounts} accounts after this one. ${best} has the lighter book, so this keeps the team more even.`,
      `A score of ${Math.round(recommended.score)} is low for ${first}. ${best} fits better on accounts and neediness.`,
    ]),
  };
}

/** Things to watch that do not call for another CSM. */
function strain(random: Random, facts: Facts): SampleVerdict | null {
  const { item, first, received, capacity } = facts;
  const { account, recommended } = item;
  const { accounts, red } = recommended.bookAfter;
  const caution = (issues: readonly ReviewIssue[], feedback: string): SampleVerdict => ({
    ...{ verdict: 'caution', issues, feedback, suggestedCsm: null },
  });
  if (account.health === null || account.neediness === null) {
    const missing = account.health === null ? 'health' : 'neediness';
    return caution(
      [missing === 'health' ? 'health_mix' : 'neediness'],
      `The ${missing} score is missing, so the match rests on the team's median. Check the account before the kickoff call.`,
    );
  }
  if (account.color === 'red' && red >= 4) {
    return caution(
      ['health_mix', 'concentration'],
      `This would be red account number ${red} for ${first}. Plan time for it, or ask for help with the recovery calls.`,
    );
  }
  if (capacity !== null && accounts >= capacity - 1) {
    return caution(
      ['workload'],
      `This brings ${first} to ${accounts} of ${capacity} accounts. There is no room for surprises this week.`,
    );
  }
  if (received >= 8) {
    return caution(
      ['recency'],
      `${first} received ${received} accounts in the last seven days. Onboarding several at once may slow first responses.`,
    );
  }
  if ((account.revenue ?? 0) >= 80_000) {
    return caution(
      ['revenue'],
      `At ${dollars(account.revenue)} a year, this is one of the larger accounts here. ${first} should hold the kickoff within two days.`,
    );
  }
  if (isHighNeed(facts) && random.chance(0.5)) {
    return caution(
      ['neediness'],
      `Neediness is ${account.neediness} of 10. ${first} can handle it, but expect weekly calls during the first month.`,
    );
  }
  return null;
}

function approval(random: Random, { item, first, tenure }: Facts) {
  const { account, recommended } = item;
  const { accounts, red } = recommended.bookAfter;
  const trade = account.industry?.toLowerCase() ?? 'similar';
  const sentences = [
    `${first} would own ${accounts} accounts, close to the team's average.`,
    `Health is ${account.color} and neediness is ${account.neediness} of 10, which suits this book.`,
    `Good match: the book stays even on accounts and revenue.`,
    `${dollars(account.revenue)} a year is about average for this class, and ${first} has room.`,
    `${first}'s book has ${red === 1 ? '1 red account' : `${red} red accounts`}, so there is time for this one.`,
    ...(tenure !== null && tenure >= 12
      ? [
          `With ${Math.floor(tenure / 12)}+ years of tenure, ${first} has onboarded ${trade} companies before.`,
        ]
      : []),
  ];
  const [one = '', two = ''] = random.shuffled(sentences);
  return { issues: [], feedback: random.chance(0.6) ? `${one} ${two}` : one };
}

function dollars(amount: number | null): string {
  if (amount === null) return 'An unknown amount';
  return `$${amount.toLocaleString('en-US')}`;
}
