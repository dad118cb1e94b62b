import { expect, test } from 'vitest';
import { emptySnapshot, type OutboxStatus } from './outbox';
import { offlineText, statusText } from './status-text';

const idle = emptySnapshot.status;

test.each<[string, OutboxStatus]>([
  ['', idle],
  ['Saving 3', { ...idle, kind: 'saving', queued: 3 }],
  [
    'You are offline. Your decisions are kept and will be saved when you are back.',
    { ...idle, kind: 'offline' },
  ],
  [
    'You are offline. 1 decision is kept and will be saved when you are back.',
    { ...idle, kind: 'offline', queued: 1 },
  ],
  [
    'You are offline. 5 decisions are kept and will be saved when you are back.',
    { ...idle, kind: 'offline', queued: 5 },
  ],
  ['You are signed out', { ...idle, kind: 'signed_out' }],
  ['Signed out: 1 decision waiting', { ...idle, kind: 'signed_out', queued: 1 }],
  ['Someone else signed in: 2 decisions waiting', { ...idle, kind: 'other_person', queued: 2 }],
  [
    'Not saving 5 decisions: The warehouse is busy.',
    { ...idle, kind: 'not_saving', queued: 5, message: 'The warehouse is busy.' },
  ],
  ['1 decision was refused', { ...idle, kind: 'refused', refused: 1 }],
  ['2 decisions were refused', { ...idle, kind: 'refused', refused: 2 }],
  [
    'Saving 1. Keep this tab open: the browser could not store them.',
    { ...idle, kind: 'saving', queued: 1, onlyInThisTab: true },
  ],
])('tells “%s”', (text, status) => {
  expect(statusText(status)).toBe(text);
});

test.each([
  ['Offline', 0],
  ['Offline: 5 decisions kept', 5],
])('tells “%s” where there is little room', (text, queued) => {
  expect(offlineText({ queued })).toBe(text);
});
