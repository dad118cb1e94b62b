import { afterEach, beforeEach, expect, test } from 'vitest';
import { announceSignIn, followSignIns, Session } from './session';

let session: Session;
let stop: () => void;

beforeEach(() => {
  session = new Session();
  stop = followSignIns('mia@example.com', session);
});

afterEach(() => stop());

const nextState = () =>
  new Promise((resolve) => {
    const unsubscribe = session.subscribe(() => {
      unsubscribe();
      resolve(session.state);
    });
  });

test('a session that ended continues when the person signs in in another tab', async () => {
  session.set('signed_out');
  const state = nextState();
  announceSignIn('mia@example.com');
  expect(await state).toBe('active');
});

test('a tab knows when another person has signed in, and when its own person is back', async () => {
  const other = nextState();
  announceSignIn('ben@example.com');
  expect(await other).toBe('other_person');
  const back = nextState();
  announceSignIn('mia@example.com');
  expect(await back).toBe('active');
});
