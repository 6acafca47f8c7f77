// SPDX-License-Identifier: Apache-2.0
// A page as somebody received it. What looks at pages (a browser, or a reader of the HTML) fills it in; judging needs no more.

/** A program of the page. */
export interface SeenScript {
  /** `external`: has an address; `inline`: stands in the page; `handler`: an attribute; `made`: text that a program ran. */
  readonly kind: 'external' | 'inline' | 'handler' | 'made' | 'worker';
  /** Without fragment; absent for all that have none of their own. */
  readonly url?: string;
  /** Of the UTF-8 text as the browser ran it, `sha256:…`; absent when the text was not received. */
  readonly sha256?: string;
  readonly bytes: number;
  /** What put it there: the address of the page or of a script, or the digest of one without. Undefined: nobody knows. */
  readonly loadedBy?: string;
  /** The attribute `integrity` as it was written (W3C SRI §3.5). */
  readonly integrity?: string;
  /** UTF-16, cut at a bound. */
  readonly text: string;
}

/** A control that takes what a person types. */
export interface SeenField {
  /** What it is called: autocomplete, name, id, label and the like, in lower case. */
  readonly names: readonly string[];
  readonly type: string;
  /** Address that its form sends to; absent outside a form. */
  readonly target?: string;
  /** Not shown: type=hidden, or of no size. */
  readonly hidden: boolean;
  readonly listeners: readonly SeenListener[];
  /** What lies over its middle, in the words of a selector. */
  readonly coveredBy?: string;
}

export interface SeenListener {
  /** `input`, `keydown`, `submit` … */
  readonly type: string;
  /** The control itself, its form, the document or the window. */
  readonly on: 'field' | 'form' | 'document' | 'window';
  /** The script of the listener: its address, or the digest of its text. */
  readonly script: string;
}

export interface SeenFrame {
  readonly url: string;
  readonly coveredBy?: string;
}

/** Something that went out, or was about to. */
export interface SeenRequest {
  readonly url: string;
  readonly method: string;
  /** As browsers name it: `script`, `fetch`, `xhr`, `ping`, `websocket`, `image`, `document` … */
  readonly kind: string;
  /** The script that began it: its address, or the digest of its text. */
  readonly by?: string;
  /** Cut at a bound. */
  readonly body: Uint8Array;
}

/** What a look at a page gives. Lists are cut at bounds, and `limits` says so. */
export interface PageCapture {
  /** As it was asked for. */
  readonly asked: string;
  /** Where it was at the end. */
  readonly url: string;
  readonly by: 'browser' | 'static';
  readonly status: number;
  /** Lower-case names; several of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Contents of `<meta http-equiv=content-security-policy>`. */
  readonly metaPolicies: readonly string[];
  readonly scripts: readonly SeenScript[];
  /** Addresses that forms send to. */
  readonly targets: readonly string[];
  readonly fields: readonly SeenField[];
  readonly frames: readonly SeenFrame[];
  readonly requests: readonly SeenRequest[];
  /** Why the capture is not the whole page: bounds that were met, steps that failed. */
  readonly limits: readonly string[];
}
