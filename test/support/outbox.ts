import 'fake-indexeddb/auto';
import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, vi } from 'vitest';
import type { NewDecision, NewUndo } from '@/app/(app)/_outbox/entry';
import { Outbox, type OutboxSnapshot } from '@/app/(app)/_outbox/outbox';
import { Session } from '@/app/(app)/_shared/session';
import {
  DecisionsServer,
  decided,
  outcomes,
  type ReceivedRequest,
  refused,
} from './decisions-server';

/** The server of the current test. */
export let server: DecisionsServer;
/** Email of the person who decides. Each test has its own, because a person has one database. */
export let person: string;
/** Of the browser. */
export let session: Session;
const openTabs: (() => void)[] = [];

/** Gives each test of a file a server and a person. */
export function setUpOutboxTests(): void {
  beforeEach(async () => {
    server = await DecisionsServer.start();
    person = `${uuid()}@example.com`;
    session = new Session();
  });
  afterEach(async () => {
    vi.useRealTimers();
    closeTabs();
    await server.close();
  });
}

/** Replaces the session, as after a sign-in as another person. */
export function replaceSession(): void {
  session = new Session();
}

/** Closes the tab that was opened last. */
export function closeLastTab(): void {
  openTabs.pop()?.();
}

/** Closes all tabs. */
export function closeTabs(): void {
  for (const close of openTabs.splice(0)) close();
}

/** Opens a tab of a person. */
export function openOutbox({
  of = person,
  locks,
}: {
  of?: string;
  locks?: LockManager;
} = {}): Outbox {
  const outbox = new Outbox(of, session, locks, server.url);
  openTabs.push(outbox.open());
  return outbox;
}

export function accept(requestId: string, recommendationId = requestId): NewDecision {
  const label = 'Acme → Ana Diaz';
  return { requestId, recommendationId, verb: 'accept', acknowledged: [], dwellMs: 1_200, label };
}

export function undoOf(undoes: string, recommendationId = undoes): NewUndo {
  return { requestId: `undo-${undoes}`, recommendationId, verb: 'undo', undoes, label: 'Acme' };
}

/** Resolves when the outbox is in a state. */
export function when(outbox: Outbox, isTrue: (snapshot: OutboxSnapshot) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isTrue(outbox.getSnapshot())) return;
      stop();
      resolve();
    };
    const stop = outbox.subscribe(check);
    check();
  });
}

export const isIdle = ({ status }: OutboxSnapshot) => status.kind === 'idle';
export const isRefused = ({ status }: OutboxSnapshot) => status.kind === 'refused';
/** Whether sending failed, with this message if given. */
export const isNotSaving =
  (message?: string) =>
  ({ status }: OutboxSnapshot) =>
    status.kind === 'not_saving' && status.message === (message ?? status.message);

/** A promise and the function that resolves it. */
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

export const conflict = {
  code: 'already_decided',
  message: 'Ben already accepted this recommendation.',
};

/** Refuses the requests with these ids, and decides the others. */
export const refuseOnly =
  (ids: readonly string[], error = conflict) =>
  ({ requests }: ReceivedRequest) =>
    outcomes(
      requests.map((request) =>
        ids.includes(request.requestId) ? refused(request, error) : decided(request),
      ),
    );
