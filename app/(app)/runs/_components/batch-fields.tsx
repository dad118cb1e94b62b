import { Field, type FieldControl, Input, Select } from '@/components/ui/form-controls';
import { DrainPreview } from './drain-preview';

/** The most accounts that a batch places. */
export const MAX_BATCH_SIZE = 500;

/** What a batch is started with. */
export interface BatchInput {
  /** As typed; null: the default. */
  readonly size: string | null;
  /** Accounts per CSM in this run; null: as in the policy. */
  readonly maxPerRun: number | null;
}

/** The size of a batch, and how many accounts each CSM may receive. */
export function BatchFields({
  batch,
  defaultSize,
  sizeHint,
  onBatch,
}: {
  readonly batch: BatchInput;
  readonly defaultSize: number;
  readonly sizeHint: string;
  readonly onBatch: (batch: BatchInput) => void;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Field label="Maximum number of accounts" hint={sizeHint}>
        {(control) => (
          <Input
            {...control}
            key={defaultSize}
            name="batchSize"
            type="number"
            inputMode="numeric"
            min={1}
            max={MAX_BATCH_SIZE}
            step={1}
            required
            defaultValue={defaultSize}
            onChange={(event) => onBatch({ ...batch, size: event.target.value })}
            className="max-w-40"
          />
        )}
      </Field>
      <Field label="Accounts per CSM" hint="More than one empties a backlog faster.">
        {(control) => (
          <MaxPerRunSelect
            control={control}
            value={batch.maxPerRun}
            onChange={(maxPerRun) => onBatch({ ...batch, maxPerRun })}
          />
        )}
      </Field>
    </div>
  );
}

const offeredLimits = [2, 3, 4, 5, 10, 20];

function MaxPerRunSelect({
  control,
  value,
  onChange,
}: {
  readonly control: FieldControl;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}) {
  return (
    <Select
      {...control}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
      className="w-full max-w-60"
    >
      <option value="">As in the policy</option>
      {offeredLimits.map((limit) => (
        <option key={limit} value={limit}>
          {`Up to ${limit}, this run only`}
        </option>
      ))}
    </Select>
  );
}

/** The preview of a batch that gives each CSM several accounts; nothing for other batches. */
export function BatchPreview({
  batch: { size, maxPerRun },
  defaultSize,
}: {
  readonly batch: BatchInput;
  readonly defaultSize: number;
}) {
  const batchSize = Number(size ?? defaultSize);
  const isValid = Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= MAX_BATCH_SIZE;
  if (maxPerRun === null || !isValid) return null;
  return <DrainPreview batchSize={batchSize} maxPerRun={maxPerRun} />;
}
