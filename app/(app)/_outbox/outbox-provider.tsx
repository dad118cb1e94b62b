'use client';

import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { announceSignIn, followSignIns, session } from '@/app/(app)/_shared/session';
import { emptySnapshot, Outbox, type OutboxSnapshot } from './outbox';

const OutboxContext = createContext<Outbox | null>(null);

/**
 * Keeps the person's decisions until the server has them. Rendered once, around every signed-in page;
 * use the person as the key.
 */
export function OutboxProvider({
  person,
  children,
}: {
  /** The email of the signed-in person. */
  readonly person: string;
  readonly children: ReactNode;
}) {
  const [outbox] = useState(() => new Outbox(person, session, globalThis.navigator?.locks));
  const queryClient = useQueryClient();

  useEffect(() => {
    session.set('active');
    announceSignIn(person);
    return followSignIns(person, session);
  }, [person]);

  // What failed while the person was signed out can be read again.
  useEffect(
    () =>
      session.subscribe(() => {
        if (session.state === 'active') void queryClient.invalidateQueries();
      }),
    [queryClient],
  );

  useEffect(() => {
    const close = outbox.open();
    const disconnect = connectToBrowser(outbox);
    return () => {
      disconnect();
      close();
    };
  }, [outbox]);

  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

type OutboxActions = Pick<
  Outbox,
  'person' | 'decide' | 'undo' | 'dismiss' | 'resend' | 'onDecided'
>;

/**
 * The person's unconfirmed decisions, and what to do with them. The functions keep their identity.
 * @throws Error outside of `OutboxProvider`
 */
export function useOutbox(): OutboxSnapshot & OutboxActions {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('useOutbox needs an OutboxProvider.');
  const snapshot = useSyncExternalStore(outbox.subscribe, outbox.getSnapshot, () => emptySnapshot);
  return useMemo(() => {
    const { person, decide, undo, dismiss, resend, onDecided } = outbox;
    return { ...snapshot, person, decide, undo, dismiss, resend, onDecided };
  }, [outbox, snapshot]);
}

/** Other tabs announce their changes; this finds what a tab that was killed could not announce. */
const RECHECK_MS = 15_000;

/** Tells an outbox when the connection changes and the page ends. Returns a function that stops it. */
function connectToBrowser(outbox: Outbox): () => void {
  const events = new AbortController();
  const { signal } = events;
  window.addEventListener('online', () => outbox.setOnline(true), { signal });
  window.addEventListener('offline', () => outbox.setOnline(false), { signal });
  window.addEventListener('pagehide', outbox.flush, { signal });
  // The page came back from the back-forward cache.
  window.addEventListener('pageshow', ({ persisted }) => persisted && outbox.retry(), { signal });
  const onVisible = () => document.visibilityState === 'visible' && outbox.retry();
  document.addEventListener('visibilitychange', onVisible, { signal });
  const timer = setInterval(outbox.send, RECHECK_MS);
  if (!navigator.onLine) outbox.setOnline(false);
  return () => {
    events.abort();
    clearInterval(timer);
  };
}
