'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import { localDay } from '@/app/(app)/_shared/local-day';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/form-controls';
import { weightNames } from '@/lib/engine/describe-what-if';
import type { Scenario } from '@/lib/engine/scenario-types';
import { accountClassLabel } from '@/lib/runs/labels';
import type { WhatIfChoices } from '@/lib/runs/what-if';
import { DAY_MS } from '@/lib/time';

type Kind = Scenario['kind'];

const kindLabels: Readonly<Record<Kind, string>> = {
  pair: 'An account goes to a certain CSM',
  away: 'A CSM is away',
  hire: 'There is one more CSM',
  capacity: 'A CSM has another capacity',
  weight: 'The policy has another weight',
};

/** Asks which change to compare. */
export function ScenarioForm({
  choices,
  initial,
  isFixedAccount,
  onAsk,
}: {
  readonly choices: WhatIfChoices;
  readonly initial: { readonly kind: Kind; readonly csm: string | null };
  /** Whether a forced pair is always of the recommended account. */
  readonly isFixedAccount: boolean;
  readonly onAsk: (scenario: Scenario) => void;
}) {
  const { accounts, csms, classes, weights, recommended } = choices;
  const others = csms.filter(({ name }) => name !== recommended?.csm);
  const [kind, setKind] = useState<Kind>(initial.kind);
  const [accountId, setAccountId] = useState(recommended?.accountId ?? accounts[0]?.id ?? '');
  const [csm, setCsm] = useState(initial.csm ?? (others[0] ?? csms[0])?.name ?? '');
  const [until, setUntil] = useState(() => localDay(Date.now() + 7 * DAY_MS));
  const [classIndex, setClassIndex] = useState(0);
  const [tenure, setTenure] = useState('12');
  const [capacity, setCapacity] = useState('50');
  const [weight, setWeight] = useState<keyof typeof weightNames>('accounts');
  const [value, setValue] = useState<string | null>(null);

  function scenario(): Scenario {
    switch (kind) {
      case 'pair':
        return { kind, accountId, csm };
      case 'away':
        return { kind, csm, until: new Date(`${until}T00:00`).getTime() };
      case 'hire': {
        const { segment = null, level = null } = classes[classIndex] ?? {};
        return { kind, segment, level, tenureMonths: Number(tenure) };
      }
      case 'capacity':
        return { kind, csm, capacity: Number(capacity) };
      case 'weight':
        return { kind, weight, value: Number(value ?? weights[weight]) };
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    onAsk(scenario());
  }

  const csmField = (
    <SelectField label="CSM" value={csm} onChange={setCsm}>
      {csms.map(({ name }) => (
        <option key={name}>{name}</option>
      ))}
    </SelectField>
  );
  const fields: Readonly<Record<Kind, ReactNode>> = {
    pair: (
      <>
        {!isFixedAccount && (
          <SelectField label="Account" value={accountId} onChange={setAccountId}>
            {accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name === id ? id : `${name} (${id})`}
              </option>
            ))}
          </SelectField>
        )}
        {csmField}
      </>
    ),
    away: (
      <>
        {csmField}
        <InputField label="Back on" type="date" value={until} onChange={setUntil} />
      </>
    ),
    hire: (
      <>
        <SelectField
          label="Takes accounts of"
          value={String(classIndex)}
          onChange={(index) => setClassIndex(Number(index))}
        >
          {classes.map((accountClass, index) => (
            <option key={accountClassLabel(accountClass)} value={index}>
              {accountClassLabel(accountClass)}
            </option>
          ))}
        </SelectField>
        <InputField
          label="Tenure in months"
          type="number"
          min={0}
          max={600}
          value={tenure}
          onChange={setTenure}
        />
      </>
    ),
    capacity: (
      <>
        {csmField}
        <InputField
          label="Capacity in accounts"
          type="number"
          min={0}
          max={100_000}
          value={capacity}
          onChange={setCapacity}
        />
      </>
    ),
    weight: (
      <>
        <SelectField
          label="Weight of"
          value={weight}
          onChange={(name) => {
            setWeight(name as typeof weight);
            setValue(null);
          }}
        >
          {Object.entries(weightNames).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <InputField
          label="Value"
          type="number"
          min={0}
          max={10_000}
          step="any"
          value={value ?? String(weights[weight])}
          onChange={setValue}
        />
      </>
    ),
  };

  return (
    <form onSubmit={submit} className="grid gap-3">
      <SelectField label="What if" value={kind} onChange={(next) => setKind(next as Kind)}>
        {Object.entries(kindLabels).map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </SelectField>
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_auto]">
        {fields[kind]}
        <Button type="submit" variant="primary" className="sm:col-start-3">
          Compare
        </Button>
      </div>
    </form>
  );
}

function SelectField({
  label,
  value,
  onChange,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}) {
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {children}
        </Select>
      )}
    </Field>
  );
}

function InputField({
  label,
  onChange,
  ...input
}: {
  readonly label: string;
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          {...input}
          required
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
