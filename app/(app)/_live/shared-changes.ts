import { topics as allTopics, type Topic } from '@/lib/read-model/change-feed';
import { getPresence, setPresence } from './presence';
import { type ChangeMessage, followStream, pollNumber } from './server-changes';

const NAME = 'csm-routing.changes';

/**
 * Follows the server's changes. Of a browser's tabs, one holds a stream and relays its messages to the
 * others, because browsers allow only 6 connections to a server over HTTP/1.1. A hidden tab holds no
 * stream, and catches up when it is visible again.
 * @param renderedNumber the newest change that the page already shows
 * @returns a function that stops
 */
export function followChanges(
  renderedNumber: number,
  onChange: (topics: readonly Topic[]) => void,
): () => void {
  const channel = new BroadcastChannel(NAME);
  const missed = new Set<Topic>();
  let newest = renderedNumber;
  let leading: AbortController | null = null;

  const flush = () => {
    if (document.hidden || missed.size === 0) return;
    onChange([...missed]);
    missed.clear();
  };
  const receive = ({ number, topics, presence }: ChangeMessage) => {
    if (presence) setPresence(presence);
    if (number === newest) return;
    newest = number;
    // Without topics, anything may have changed since the last message.
    for (const topic of topics.length > 0 ? topics : allTopics) missed.add(topic);
    flush();
  };
  const relay = (message: ChangeMessage) => {
    channel.postMessage(message);
    receive(message);
  };
  channel.onmessage = ({ data }: MessageEvent<ChangeMessage | 'newest?'>) => {
    if (data !== 'newest?') receive(data);
    else if (leading) channel.postMessage({ number: newest, topics: [], presence: getPresence() });
  };

  let waiting = new AbortController();
  const start = () => {
    waiting = new AbortController();
    const { signal } = waiting;
    // Browsers offer locks only over HTTPS or to this machine.
    if (!navigator.locks) return pollNumber(receive, signal);
    channel.postMessage('newest?');
    const lead = () => {
      leading = new AbortController();
      followStream(relay, leading.signal);
      return new Promise<void>((release) => {
        signal.addEventListener('abort', () => {
          leading?.abort();
          leading = null;
          release();
        });
      });
    };
    // Rejects if this tab stops before it leads.
    navigator.locks.request(NAME, { signal }, lead).catch(() => {});
  };
  const onVisibilityChange = () => {
    waiting.abort();
    if (document.hidden) return;
    flush();
    start();
  };
  document.addEventListener('visibilitychange', onVisibilityChange);
  if (!document.hidden) start();
  return () => {
    document.removeEventListener('visibilitychange', onVisibilityChange);
    waiting.abort();
    channel.close();
  };
}
