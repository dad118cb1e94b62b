import { CheckIcon } from '@/components/ui/icons';
import { Panel } from '@/components/ui/panel';
import type { RunResult } from '@/lib/runs/result';
import { describeProof } from '@/lib/runs/result-words';

/** Why no assignment is better than this one. */
export function ProofPanel({ proof }: { readonly proof: RunResult['proof'] }) {
  const { proved, sentences } = describeProof(proof);
  return (
    <Panel
      title="Proof of optimality"
      description="Cost in units of the objective; lower is better."
    >
      <div className="flex items-start gap-2.5">
        {proved && <CheckIcon className="mt-0.5 text-ok" />}
        <div className="flex flex-col gap-2">
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}.</p>
          ))}
          <p className="text-xs text-ink-muted">
            The bound is found by the dual problem, apart from the answer: no assignment can cost
            less than it. Where the two agree, the answer is the best there is.
          </p>
        </div>
      </div>
    </Panel>
  );
}
