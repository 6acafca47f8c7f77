// SPDX-License-Identifier: Apache-2.0

/** One thing that a visitor does on the way to a page. Selectors are those of Playwright: CSS, `text=…`, `role=…`. */
export type PageStep = {
  /** Selector of the frame that the element is in. */
  readonly frame?: string;
} & (
  | { readonly open: string }
  | { readonly click: string }
  | { readonly fill: string; readonly with: string }
  | { readonly select: string; readonly with: string }
  | { readonly press: string }
  /** Milliseconds, or a selector that has to be seen. */
  | { readonly wait: number | string }
  /** Now the page is what is to be judged; what goes out later still counts. */
  | { readonly look: true }
);
