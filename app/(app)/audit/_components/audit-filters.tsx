'use client';

import Link from 'next/link';
import type { FormEvent } from 'react';
import { useNavigate } from '@/app/(app)/_live/offline-navigation';
import {
  type AuditQuery,
  auditHref,
  auditPeriods,
  isFiltered,
} from '@/app/(app)/audit/search-params';
import { Button, buttonClass } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/form-controls';
import { auditActions } from '@/lib/server/audit/actions';

/** Filters of the list. The URL has them, so that a link shows the same entries. */
export function AuditFilters({ query }: { readonly query: AuditQuery }) {
  const navigate = useNavigate();

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => String(form.get(name) ?? '').trim() || null;
    navigate(
      auditHref({
        action: value('action') as AuditQuery['action'],
        person: value('person'),
        text: value('text'),
        period: value('period') as AuditQuery['period'],
      }),
    );
  }

  return (
    <form
      aria-label="Filters"
      data-print="none"
      onSubmit={apply}
      className="grid grid-cols-1 items-end gap-3 sm:grid-cols-2 lg:grid-cols-[repeat(4,minmax(0,1fr))_auto]"
    >
      <Field label="What">
        {(control) => (
          <Select {...control} name="action" defaultValue={query.action ?? ''}>
            <option value="">Everything</option>
            {Object.entries(auditActions).map(([action, label]) => (
              <option key={action} value={action}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Person">
        {(control) => (
          <Input
            {...control}
            name="person"
            type="search"
            maxLength={200}
            placeholder="Name or email"
            defaultValue={query.person ?? ''}
          />
        )}
      </Field>
      <Field label="About">
        {(control) => (
          <Input
            {...control}
            name="text"
            type="search"
            maxLength={200}
            placeholder="Run, account, CSM, or text"
            defaultValue={query.text ?? ''}
          />
        )}
      </Field>
      <Field label="Period">
        {(control) => (
          <Select {...control} name="period" defaultValue={query.period ?? ''}>
            <option value="">All time</option>
            {Object.entries(auditPeriods).map(([period, { label }]) => (
              <option key={period} value={period}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary">
          Filter
        </Button>
        {isFiltered(query) && (
          <Link href="/audit" className={buttonClass('secondary')}>
            Clear
          </Link>
        )}
      </div>
    </form>
  );
}
