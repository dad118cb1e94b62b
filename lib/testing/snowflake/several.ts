import { outsideText } from './outside-text';

/** Whether a text holds more than one statement. */
export function hasSeveral(sql: string): boolean {
  const bare = outsideText(sql, { strings: () => 'x', names: () => 'x', comments: () => ' ' });
  return bare.replace(/[;\s]+$/, '').includes(';');
}
