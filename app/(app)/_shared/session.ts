/** Whether the person who loaded this page is still the one who is signed in. */
export type SessionState = 'active' | 'signed_out' | 'other_person';

/** The session as this tab knows it. */
export class Session {
  #state: SessionState = 'active';
  readonly #listeners = new Set<() => void>();

  get state(): SessionState {
    return this.#state;
  }

  set(state: SessionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** This tab's session. Any response with status 401 ends it, and a sign-in in any tab renews it. */
export const session = new Session();

const CHANNEL = 'csm-routing-session';

/** Tells the browser's other tabs who is signed in now. */
export function announceSignIn(email: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ email });
  channel.close();
}

/**
 * Updates `session` when another tab announces who is signed in. Returns a function that stops it.
 * @param person the email of the person who loaded this page
 */
export function followSignIns(person: string, session: Session): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<{ readonly email: string }>) =>
    session.set(data.email === person ? 'active' : 'other_person');
  return () => channel.close();
}
