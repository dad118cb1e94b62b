import type { ReactNode } from 'react';

/** A page for people who are signed out. */
export function AuthPage({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto] px-4">
      <div className="m-auto w-full max-w-sm py-10">
        <p className="flex items-center gap-2 text-sm font-semibold">
          <span aria-hidden="true" className="size-3 rounded-sm bg-accent" />
          CSM Routing
        </p>
        <h1 className="mt-6 text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}
