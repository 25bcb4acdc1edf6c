import type { JobName } from './jobs.ts';

/** What the page sends its worker. */
export type ToEngine =
  | { readonly kind: 'ask'; readonly id: number; readonly job: JobName; readonly payload: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** What the worker answers. */
export type FromEngine =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly doing?: string | undefined }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
