import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/parse';
import { currentPolicy } from '@/lib/policy/current-policy';
import { ownCapacity } from '@/lib/routing/capacity';
import type { Csm, HealthColor } from '@/lib/routing/types';
import { csmOf } from '@/lib/runs/situation';
import { answersOf } from '@/lib/warehouse/sql/answers';
import type { CompanyCsm } from '@/lib/warehouse/sql/company';
import { bookSorts, type CsmAnswer, csmPage } from '@/lib/warehouse/sql/csm-page';
import { readCompany } from './company';
import { eligibilityOf } from './csm-eligibility';
import { decisionsOf, outcomesOf, weeksOf } from './csm-history';
import { sharesOf } from './csm-shares';
import type { BookAccount, CsmView } from './csm-view';
import { type AskedScope, parseScope } from './scope';

/** How many decisions of the period are told at most. */
const newest = 200;
const day = 24 * 3_600_000;

const csmInput = z.object({
  name: z.string().min(1).max(200),
  sort: z.enum(bookSorts),
  descending: z.boolean(),
  /** From 1. */
  page: z.number().int().min(1).max(1_000_000),
  pageSize: z.number().int().min(1).max(500),
});

/**
 * Answers how a CSM stands now, a page of their book, and what happened in the scope's period. The
 * scope's other filters are not heeded: this is one CSM, whole. Who they are, and what everybody owns
 * beside whom they stand, is as it was at most a minute ago; what this process decides itself shows at
 * once.
 * @throws AppError `not_found` for a name that nothing is known of.
 */
export async function getCsm(
  ctx: Context,
  { scope, ...input }: z.input<typeof csmInput> & { readonly scope: AskedScope },
): Promise<CsmView> {
  requireRole(ctx.person, 'viewer');
  const { name, sort, descending, page, pageSize } = parseInput(csmInput, input);
  const now = ctx.now();
  const { period } = parseScope(scope, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const [rows, company] = await Promise.all([
    ctx.warehouse.read(
      csmPage({
        ...{ name, now, limits: policy, period, newest },
        book: { sort, descending, limit: pageSize, offset: (page - 1) * pageSize },
      }),
    ),
    readCompany(ctx, policy),
  ]);
  const found = company.csms.find((one) => one.name === name);
  const [receipts] = answersOf(rows, 'receipts');
  const [book] = answersOf(rows, 'book');
  const decisions = decisionsOf(rows);
  if (!receipts || !book || !(found || receipts.known || book.accounts || decisions.total)) {
    throw new AppError('not_found', 'Nothing is known of this CSM in this warehouse.');
  }
  const csm = csmOf(
    {
      ...(found ?? unknown),
      name,
      receivedAges: receipts.receivedAges,
      lastReceivedAt: receipts.lastReceivedAt,
      reservedAt: receipts.reservedAt,
    },
    { accounts: book.accounts, neediness: 0, revenue: 0, red: book.red, green: book.green },
    now,
  );
  const capacity = ownCapacity(csm, policy);
  const peers = company.csms
    .filter(({ active }) => active)
    .map((peer) => ({ name: peer.name, capacity: ownCapacity(peer, policy) }));
  const eligibility = found ? eligibilityOf(csm, policy, now.getTime()) : [];
  const cooling = eligibility[0]?.exclusions.find(({ reason }) => reason === 'cooling');
  const isNew = csm.tenureMonths !== null && csm.tenureMonths < policy.velocity.newCsmTenureMonths;
  return {
    name,
    facts: found ? factsOf(found, now) : null,
    capacity: { accounts: capacity, own: csm.capacity !== null },
    book: { ...book, unknown: book.accounts - book.red - book.yellow - book.green },
    shares: sharesOf({ name, capacity, active: csm.active }, peers, company.books()),
    eligibility,
    cooling: cooling ? { ...cooling, by: coolingBy(csm) } : null,
    lastReceivedAt: receipts.lastReceivedAt,
    velocity: {
      week: csm.received.length,
      perWeek: policy.velocity.perWeek,
      day: csm.received.filter((at) => at > now.getTime() - day).length,
      perDay: isNew ? policy.velocity.newCsmPerDay : null,
    },
    page: { accounts: accountsOf(rows), total: book.accounts },
    period,
    weeks: weeksOf(rows, period.weeks),
    outcomes: outcomesOf(rows),
    decisions,
  };
}

function factsOf({ question: _, name: __, manager, awayUntil, ...rest }: CompanyCsm, now: Date) {
  const away = awayUntil !== null && awayUntil > now;
  return { ...rest, managerName: manager, awayUntil: away ? awayUntil : null };
}

const unknown = {
  active: false,
  tenureMonths: null,
  segment: null,
  level: null,
  capacity: null,
  awayUntil: null,
};

function coolingBy({ lastReceivedAt, reservedAt }: Csm): 'receipt' | 'pending' {
  return (reservedAt ?? 0) > (lastReceivedAt ?? 0) ? 'pending' : 'receipt';
}

function accountsOf(rows: readonly CsmAnswer[]): BookAccount[] {
  return answersOf(rows, 'account')
    .sort((a, b) => a.place - b.place)
    .map(({ question: _, place: __, color, ...row }) => ({
      ...row,
      color: color as HealthColor | null,
    }));
}
