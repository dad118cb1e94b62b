'use client';

import { useState } from 'react';
import { askJson } from '@/app/(app)/_shared/fetch-json';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/page-layout';
import { describeProblem, summarizeVerification } from '@/lib/audit/labels';
import type { AuditVerification } from '@/lib/audit/types';
import { MINUTE_MS } from '@/lib/time';

type State =
  | { readonly kind: 'idle' | 'verifying' }
  | { readonly kind: 'verified'; readonly result: AuditVerification }
  | { readonly kind: 'failed'; readonly message: string };

/** Checks on request that nobody edited the audit trail. */
export function VerifyPanel() {
  const [state, setState] = useState<State>({ kind: 'idle' });

  async function verify() {
    setState({ kind: 'verifying' });
    try {
      const options = { signal: new AbortController().signal, timeoutMs: 10 * MINUTE_MS };
      const result = await askJson<AuditVerification>('/api/audit/verify', {}, options);
      setState({ kind: 'verified', result });
    } catch (error) {
      setState({ kind: 'failed', message: (error as Error).message });
    }
  }

  return (
    <Panel
      title="Integrity"
      description="Each entry has a hash that covers the one before. Verifying computes every hash again, and names changed, removed, and inserted entries. To also find a chain that was computed again, compare the server’s log: npm run audit -- --verify --log FILE."
      actions={
        <Button variant="secondary" onClick={verify} busy={state.kind === 'verifying'}>
          Verify
        </Button>
      }
    >
      {state.kind === 'verified' && <Result {...state.result} />}
      {state.kind === 'failed' && <Alert tone="danger">{state.message}</Alert>}
    </Panel>
  );
}

function Result(result: AuditVerification) {
  const { problems, moreProblems } = result;
  const summary = summarizeVerification(result);
  if (problems.length === 0) return <Alert tone="ok">{summary}</Alert>;
  return (
    <Alert tone="danger" title="The audit trail was edited">
      <p>{summary}</p>
      <ul className="mt-1 list-disc pl-5">
        {problems.map((problem) => (
          <li key={`${problem.kind} ${problem.from}`}>{describeProblem(problem)}</li>
        ))}
        {moreProblems > 0 && <li>{`And ${moreProblems.toLocaleString('en-US')} more.`}</li>}
      </ul>
    </Alert>
  );
}
