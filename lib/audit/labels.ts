import type { AuditProblem, AuditVerification } from './types';

/** What is wrong, in a sentence that names the entries. */
export function describeProblem({ kind, from, to }: AuditProblem): string {
  const entries = from === to ? `Entry ${count(from)}` : `Entries ${count(from)} to ${count(to)}`;
  const were = from === to ? 'was' : 'were';
  switch (kind) {
    case 'changed':
      return `${entries} ${were} changed.`;
    case 'removed':
      return `${entries} ${were} removed.`;
    case 'inserted':
      return from === to
        ? `An entry with the number ${count(from)} was inserted.`
        : `Entries with the numbers ${count(from)} to ${count(to)} were inserted.`;
    case 'rewritten':
      return from === to
        ? `Entry ${count(to)} was rewritten: the log has another hash of it.`
        : `Entries from ${count(from)} to ${count(to)} were rewritten, at least one of them: the log has another hash of entry ${count(to)}.`;
    case 'head':
      return `Entry ${count(to)}, the newest, or the head was changed: the head has another hash of it.`;
    case 'no_head':
      return 'The row with the head was removed, so nothing can be recorded.';
  }
}

/** The result in a sentence. */
export function summarizeVerification(result: AuditVerification): string {
  const { entries, heads, problems, moreProblems } = result;
  const found = problems.length + moreProblems;
  const compared =
    heads === 0 ? '' : ` and ${count(heads)} ${heads === 1 ? 'head' : 'heads'} from the log`;
  const checked = `Checked ${count(entries)} ${entries === 1 ? 'entry' : 'entries'}${compared}.`;
  if (found === 0) return `${checked} Nothing was changed, removed, or inserted.`;
  return `${checked} Found ${count(found)} ${found === 1 ? 'problem' : 'problems'}.`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
