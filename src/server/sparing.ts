// SPDX-License-Identifier: Apache-2.0

/** Says a sentence at most once a minute: what goes wrong a thousand times a second is one piece of news. */
export function sparing(say: (text: string) => void, now: () => number): (text: string) => void {
  const said = new Map<string, number>();
  return (text) => {
    if (now() - (said.get(text) ?? 0) < 60_000) return;
    if (said.size > 1000) said.clear();
    said.set(text, now());
    say(text);
  };
}
