import { BooksSection } from '@/app/(app)/_shared/record/candidate-comparison';
import { ExcludedSection, OutOfReachSection } from '@/app/(app)/_shared/record/excluded-csms';
import { FactorSection } from '@/app/(app)/_shared/record/factor-breakdown';
import { Panel } from '@/components/ui/page-layout';
import type { DecisionRecord } from '@/lib/decisions/decision-record';

/** Why the run chose this CSM: factors, books, better CSMs out of reach, and exclusions. */
export function ExplanationPanel({ record }: { readonly record: DecisionRecord }) {
  const { explanation, recommendedAt } = record;
  if (explanation === null) {
    return (
      <Panel title="Explanation">
        <p>
          No explanation is stored: another program made this recommendation. Its table records the
          account’s figures, the CSM, and the score, but not the factors, the alternatives, or the
          CSMs who were excluded.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Explanation" description="As the run saw it." flush>
      <FactorSection explanation={explanation} explained="run" onWhatIf={undefined} />
      <BooksSection
        explanation={explanation}
        asOf={recommendedAt.toISOString()}
        onWhyNot={undefined}
      />
      <OutOfReachSection explanation={explanation} onWhyNot={undefined} />
      <ExcludedSection explanation={explanation} />
    </Panel>
  );
}
