'use client';

import { type MouseEvent, type ReactNode, useState } from 'react';
import { viewQuery } from '@/app/(app)/queue/saved-views';
import { classNames } from '@/components/ui/class-names';
import { CheckIcon } from '@/components/ui/icons';
import type { QueueView } from '@/lib/decisions/queue-views';
import type { SavedViews } from './use-saved-views';
import { useViewChanges } from './use-view-changes';
import { ViewForm } from './view-form';

/** The saved views, and what can be done with the current one. */
export function ViewsPanel({ saved }: { readonly saved: SavedViews }) {
  const { views, defaultViewId, current, isModified, query, open, mark } = saved;
  const changes = useViewChanges();
  const [form, setForm] = useState<'new' | 'edit' | 'delete' | null>(null);
  const own = views.filter(({ isOwn }) => isOwn);
  const others = views.filter(({ isOwn }) => !isOwn);
  const isDefault = (current?.id ?? null) === defaultViewId;

  if (form === 'new' || (form === 'edit' && current)) {
    const edited = form === 'edit' ? current : null;
    return (
      <ViewForm
        view={edited}
        onCancel={() => setForm(null)}
        onSave={async (fields) => {
          if (edited) await changes.change({ ...edited, ...fields });
          else mark((await changes.create({ ...fields, query: viewQuery(query) })).id);
          setForm(null);
        }}
      />
    );
  }
  return (
    <div className="flex flex-col">
      <ViewList title="Views" views={[null, ...own]} saved={saved} />
      {others.length > 0 && <ViewList title="Shared by others" views={others} saved={saved} />}
      <div className="mt-1 flex flex-col border-t border-line pt-1">
        {current && isModified && (
          <>
            {current.canChange && (
              <MenuButton
                onClick={() =>
                  void changes.attempt(changes.change({ ...current, query: viewQuery(query) }))
                }
              >{`Save changes to “${current.name}”`}</MenuButton>
            )}
            <MenuButton onClick={() => open(current)}>Discard changes</MenuButton>
          </>
        )}
        <MenuButton onClick={() => setForm('new')}>Save as view…</MenuButton>
        {!isDefault && (
          <MenuButton onClick={() => void changes.attempt(changes.setDefault(current?.id ?? null))}>
            Set as my default
          </MenuButton>
        )}
        {current?.canChange && form !== 'delete' && (
          <>
            <MenuButton onClick={() => setForm('edit')}>Rename or share…</MenuButton>
            <MenuButton onClick={() => setForm('delete')}>Delete…</MenuButton>
          </>
        )}
        {current && form === 'delete' && (
          <MenuButton
            isDanger
            onClick={async () => {
              if (await changes.attempt(changes.remove(current))) mark(null);
              setForm(null);
            }}
          >
            {current.shared ? `Delete “${current.name}” for everyone` : `Delete “${current.name}”`}
          </MenuButton>
        )}
      </div>
      {changes.error && (
        <p role="alert" className="px-2 py-1 text-xs text-danger">
          {changes.error}
        </p>
      )}
    </div>
  );
}

function ViewList({
  title,
  views,
  saved: { current, defaultViewId, isModified, open },
}: {
  readonly title: string;
  /** Null is the built-in view of all pending recommendations. */
  readonly views: readonly (QueueView | null)[];
  readonly saved: SavedViews;
}) {
  return (
    <section aria-label={title}>
      <h2 className="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-muted">{title}</h2>
      <ul>
        {views.map((view) => {
          const isCurrent = (view?.id ?? null) === (current?.id ?? null);
          const details = [
            view && !view.isOwn && view.ownerName,
            view?.isOwn && view.shared && 'shared',
            (view?.id ?? null) === defaultViewId && 'default',
            isCurrent && isModified && 'modified',
          ].filter(Boolean);
          return (
            <li key={view?.id ?? 'all'}>
              <MenuButton
                isCurrent={isCurrent}
                onClick={({ currentTarget }) => {
                  currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
                  open(view);
                }}
              >
                <CheckIcon className={isCurrent ? '' : 'invisible'} />
                <bdi className="min-w-0 truncate">{view?.name ?? 'All pending'}</bdi>
                {details.length > 0 && (
                  <span className="ml-auto max-w-1/2 shrink-0 truncate text-xs text-ink-muted">
                    {details.join(' · ')}
                  </span>
                )}
              </MenuButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function MenuButton({
  isCurrent = false,
  isDanger = false,
  onClick,
  children,
}: {
  readonly isCurrent?: boolean;
  readonly isDanger?: boolean;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-current={isCurrent || undefined}
      onClick={onClick}
      className={classNames(
        'flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm wrap-anywhere hover:bg-hover',
        isDanger && 'font-medium text-danger',
      )}
    >
      {children}
    </button>
  );
}
