import 'server-only';
import { z } from 'zod';
import { compareNames } from '@/lib/names';
import { hasRole, type Person, requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import {
  deleteQueueView,
  insertQueueView,
  queueViewsFor,
  type StoredQueueView,
  updateQueueView,
} from '@/lib/warehouse/sql/queue-views';
import type { Session } from '@/lib/warehouse/types';
import { PREFERENCES_TTL_MS, readQueuePreferences } from './queue-preferences';

const MAX_VIEWS = 50;

/** A saved view of the queue, as one person sees it. */
export interface QueueView {
  readonly id: string;
  readonly name: string;
  /** The queue page's URL parameters, such as `?flag=any&sort=-score`. */
  readonly query: string;
  readonly shared: boolean;
  readonly ownerName: string;
  readonly isOwn: boolean;
  /** Whether the person may change and delete it. */
  readonly canChange: boolean;
}

export interface QueueViews {
  /** By name. */
  readonly views: readonly QueueView[];
  /** The view that the queue opens with for the person; null for all pending recommendations. */
  readonly defaultViewId: string | null;
}

const viewFields = {
  /** Created by the client once per view, which makes a retry idempotent. */
  id: z.uuid('must be a UUID'),
  name: z
    .string({ error: 'is required' })
    .transform((text) => text.trim().replace(/\s+/g, ' '))
    .pipe(z.string().min(1, 'is required').max(60, 'can have at most 60 characters')),
  query: z
    .string({ error: 'is required' })
    .max(4_000, 'is too long')
    .regex(/^(\?|$)/, 'must be URL parameters'),
  shared: z.boolean({ error: 'must be true or false' }),
};

export const queueViewInput = z.object(viewFields);
export const deleteQueueViewInput = z.object({ id: viewFields.id });

/** Returns the views that the person can use: their own and the shared ones. */
export async function listQueueViews(ctx: Context): Promise<QueueViews> {
  requireRole(ctx.person, 'viewer');
  const [stored, { defaultViewId }] = await Promise.all([
    ctx.warehouse.read(queueViewsFor(ctx.person.email), { maxAgeMs: PREFERENCES_TTL_MS }),
    readQueuePreferences(ctx),
  ]);
  const views = stored.map((view) => describeView(view, ctx.person));
  return {
    views: views.sort((a, b) => compareNames(a.name, b.name)),
    // Its owner may have deleted it, or stopped sharing it.
    defaultViewId: views.find(({ id }) => id === defaultViewId)?.id ?? null,
  };
}

/**
 * Saves a new view of the person. Idempotent by `id`.
 * @throws AppError `invalid_input` if they have a view with this name, or 50 views
 */
export async function createQueueView(
  ctx: Context,
  input: z.input<typeof queueViewInput>,
): Promise<QueueView> {
  requireRole(ctx.person, 'viewer');
  const fields = parseInput(queueViewInput, input);
  const { email, name } = ctx.person;
  const view: StoredQueueView = { ...fields, owner: { email, name } };
  return change(ctx, 'queue-views.create', async (session, views) => {
    const own = views.filter(({ owner }) => owner.email === email);
    if (own.length >= MAX_VIEWS && own.every(({ id }) => id !== view.id)) {
      const message = `You have ${MAX_VIEWS} views, which is the limit. Delete one first.`;
      throw new AppError('invalid_input', message);
    }
    requireUnusedName(view, own);
    await session.write(insertQueueView(view, ctx.now()));
    return describeView(view, ctx.person);
  });
}

/**
 * Changes a view's name, query, and whether it is shared. Only its owner may; an admin may also
 * change a shared one.
 * @throws AppError `not_found`, `forbidden`, or `invalid_input` if the owner has another view with
 * this name
 */
export async function changeQueueView(
  ctx: Context,
  input: z.input<typeof queueViewInput>,
): Promise<QueueView> {
  requireRole(ctx.person, 'viewer');
  const fields = parseInput(queueViewInput, input);
  return change(ctx, 'queue-views.change', async (session, views) => {
    const view = { ...fields, owner: findChangeable(views, fields.id, ctx.person).owner };
    requireUnusedName(
      view,
      views.filter(({ owner }) => owner.email === view.owner.email),
    );
    await session.write(updateQueueView(view, ctx.now()));
    return describeView(view, ctx.person);
  });
}

/**
 * Deletes a view. Only its owner may; an admin may also delete a shared one. Does nothing if it does
 * not exist anymore.
 * @throws AppError `forbidden`
 */
export async function removeQueueView(
  ctx: Context,
  input: z.input<typeof deleteQueueViewInput>,
): Promise<void> {
  requireRole(ctx.person, 'viewer');
  const { id } = parseInput(deleteQueueViewInput, input);
  await change(ctx, 'queue-views.remove', async (session, views) => {
    if (views.every((view) => view.id !== id)) return;
    await session.write(deleteQueueView(findChangeable(views, id, ctx.person).id));
  });
}

/** Runs a change in a transaction that has read the person's views. */
function change<Result>(
  ctx: Context,
  name: string,
  work: (session: Session, views: readonly StoredQueueView[]) => Promise<Result>,
): Promise<Result> {
  return ctx.warehouse.transaction(
    name,
    async (session) => work(session, await session.read(queueViewsFor(ctx.person.email))),
    { idempotent: true },
  );
}

function describeView(view: StoredQueueView, person: Person): QueueView {
  const { owner, ...rest } = view;
  const isOwn = owner.email === person.email;
  return { ...rest, ownerName: owner.name, isOwn, canChange: canChange(view, person) };
}

function canChange({ owner, shared }: StoredQueueView, person: Person): boolean {
  return owner.email === person.email || (shared && hasRole(person, 'admin'));
}

function findChangeable(
  views: readonly StoredQueueView[],
  id: string,
  person: Person,
): StoredQueueView {
  const view = views.find((each) => each.id === id);
  if (!view) {
    throw new AppError('not_found', 'This view does not exist anymore. Save it as a new view.');
  }
  if (canChange(view, person)) return view;
  throw new AppError(
    'forbidden',
    `Only ${view.owner.name} and admins can change this view. Save yours as a new view.`,
  );
}

function requireUnusedName(view: StoredQueueView, others: readonly StoredQueueView[]): void {
  const key = ({ name }: StoredQueueView) => name.normalize('NFKC').toLowerCase();
  if (others.every((other) => other.id === view.id || key(other) !== key(view))) return;
  throw new AppError('invalid_input', `There is already a view named “${view.name}”.`);
}
