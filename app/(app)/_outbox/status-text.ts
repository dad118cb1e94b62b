import type { OutboxStatus } from './outbox';

/** Says that the browser is offline, where there is little room. */
export function offlineText({ queued }: Pick<OutboxStatus, 'queued'>): string {
  return queued > 0 ? `Offline: ${count(queued)} kept` : 'Offline';
}

/** The text of a status. Empty when idle. */
export function statusText(status: OutboxStatus): string {
  const waiting = `${count(status.queued)} waiting`;
  const text = () => {
    switch (status.kind) {
      case 'idle':
        return '';
      case 'saving':
        return `Saving ${status.queued}`;
      case 'refused':
        return `${count(status.refused)} ${status.refused === 1 ? 'was' : 'were'} refused`;
      case 'offline':
        return `You are offline. ${keptText(status.queued)}`;
      case 'not_saving':
        return `Not saving ${count(status.queued)}: ${status.message}`;
      case 'signed_out':
        return status.queued > 0 ? `Signed out: ${waiting}` : 'You are signed out';
      case 'other_person':
        return status.queued > 0 ? `Someone else signed in: ${waiting}` : 'Someone else signed in';
    }
  };
  return status.onlyInThisTab
    ? `${text()}. Keep this tab open: the browser could not store them.`
    : text();
}

function keptText(queued: number): string {
  if (queued === 0) return 'Your decisions are kept and will be saved when you are back.';
  return `${count(queued)} ${queued === 1 ? 'is' : 'are'} kept and will be saved when you are back.`;
}

function count(decisions: number): string {
  return decisions === 1 ? '1 decision' : `${decisions} decisions`;
}
