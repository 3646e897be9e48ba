import Crypto
import Foundation

/// `GET /docs`: a page that shows the OpenAPI document and lets the reader try calls. It is a single text, loads only `/openapi.json` from
/// this service, and keeps the token in the page's memory.
enum DocsPage {
    static let bytes = Array(html.utf8)
    static let tag = EntityTag.make(version: 0, body: bytes)

    /// The Content-Security-Policy of the page: it may run this script and style, by their hashes, and connect to this service.
    static let policy =
        "default-src 'none'; script-src '\(hash(script))'; style-src '\(hash(style))'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString()
    }

    private static var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Avain: the API</title>
        <style>\(style)</style>
        </head>
        <body>
        <header>
        <h1>Avain <small id="version"></small></h1>
        <label>Token <input id="token" type="password" autocomplete="off" placeholder="avain_…"></label>
        <label>Find <input id="find" type="search" placeholder="path, summary or id"></label>
        </header>
        <main id="operations"><p>Reading /openapi.json …</p></main>
        <noscript><p>This page needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</p></noscript>
        <script>\(script)</script>
        </body>
        </html>

        """
    }

    private static let style = """
        body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 0 1rem 4rem; color: #1a1a1a; background: #fff; }
        header { position: sticky; top: 0; background: #fff; border-bottom: 1px solid #ccc; padding: .5rem 0; display: flex; flex-wrap: wrap; gap: 1rem; align-items: baseline; }
        h1 { font-size: 1.3rem; margin: 0; } h1 small { font-weight: normal; color: #555; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        details { border: 1px solid #ddd; border-radius: 4px; margin: .3rem 0; } details[open] { border-color: #888; } details { scroll-margin-top: 4rem; }
        summary { cursor: pointer; padding: .35rem .6rem; } summary code { font-weight: 600; }
        .body { padding: 0 .8rem .8rem; } .method { display: inline-block; min-width: 4.2rem; font-weight: 700; }
        table { border-collapse: collapse; width: 100%; margin: .4rem 0; } th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #eee; font-size: .93rem; }
        pre { background: #f6f6f6; padding: .6rem; overflow: auto; max-height: 30rem; font-size: .85rem; }
        input, textarea { font: inherit; padding: .2rem .4rem; } textarea { width: 100%; box-sizing: border-box; font-family: ui-monospace, monospace; font-size: .85rem; }
        button { font: inherit; padding: .25rem .9rem; margin-top: .4rem; } .muted { color: #555; }
        """

    private static let script = #"""
        'use strict';
        const make = (name, text, ...children) => {
          const element = document.createElement(name);
          if (text) element.textContent = text;
          element.append(...children);
          return element;
        };
        let api = {};
        const named = part => {
          while (part && part.$ref) part = part.$ref.split('/').slice(1).reduce((place, name) => place[name], api);
          return part || {};
        };
        const type = schema => {
          if (schema.$ref) return schema.$ref.split('/').pop();
          if (schema.allOf) return type(schema.allOf[0]);
          if (schema.anyOf) return schema.anyOf.map(type).join(' or ');
          if (schema.enum) return schema.enum.join(' | ');
          if (schema['x-extensible-enum']) return schema['x-extensible-enum'].join(' | ') + ' | …';
          if (schema.type === 'array') return 'list of ' + type(schema.items || {});
          const limits = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'format'].filter(k => k in schema).map(k => k + ' ' + schema[k]);
          return (schema.type || 'anything') + (limits.length ? ' (' + limits.join(', ') + ')' : '');
        };
        const members = schema => {
          const whole = named(schema);
          if (whole.type === 'array') return members(whole.items || {});
          const table = make('table');
          for (const [name, member] of Object.entries(whole.properties || {})) {
            const isRequired = (whole.required || []).includes(name);
            table.append(make('tr', '', make('td', '', make('code', name)), make('td', type(member)), make('td', isRequired ? 'required' : '')));
          }
          return table;
        };
        const tryIt = (method, path, operation) => {
          const box = make('div');
          const fields = {};
          for (const parameter of (operation.parameters || []).map(named)) {
            const input = make('input');
            input.placeholder = parameter.required ? 'required' : '';
            fields[parameter.name] = { parameter, input };
            box.append(make('p', '', make('label', '', make('code', parameter.name + ' '), input)));
          }
          let body = null;
          let kind = null;
          if (operation.requestBody) {
            [kind] = Object.keys(operation.requestBody.content);
            body = make('textarea');
            body.rows = 10;
            body.setAttribute('aria-label', 'body');
            const sample = operation.requestBody.content[kind].example;
            body.value = sample === undefined ? '' : JSON.stringify(sample, null, kind.endsWith('ndjson') ? 0 : 2);
            box.append(body);
          }
          const button = make('button', 'Send');
          const answer = make('pre');
          answer.hidden = true;
          button.addEventListener('click', async () => {
            let target = path;
            const query = new URLSearchParams();
            const headers = {};
            for (const { parameter, input } of Object.values(fields)) {
              if (!input.value) continue;
              if (parameter.in === 'path') target = target.replace('{' + parameter.name + '}', encodeURIComponent(input.value));
              else if (parameter.in === 'query') query.set(parameter.name, input.value);
              else headers[parameter.name] = input.value;
            }
            const token = document.getElementById('token').value.trim();
            if (token) headers.Authorization = 'Bearer ' + token;
            if (body) headers['Content-Type'] = kind;
            answer.hidden = false;
            try {
              const reply = await fetch(target + (query.size ? '?' + query : ''), { method: method.toUpperCase(), headers, body: body ? body.value : undefined });
              const text = await reply.text();
              let shown = text;
              try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { }
              const told = ['etag', 'location', 'link'].filter(name => reply.headers.get(name)).map(name => name + ': ' + reply.headers.get(name));
              answer.textContent = [reply.status + ' ' + reply.statusText, ...told, '', shown].join('\n');
            } catch (error) { answer.textContent = String(error); }
          });
          box.append(button, answer);
          return box;
        };
        const show = (method, path, operation) => {
          const details = make('details');
          details.id = operation.operationId;
          details.dataset.words = [method, path, operation.summary, operation.operationId].join(' ').toLowerCase();
          const head = make('summary', '', make('span', method.toUpperCase()), make('code', path), make('span', ' ' + operation.summary));
          head.firstChild.className = 'method';
          head.lastChild.className = 'muted';
          details.append(head);
          details.addEventListener('toggle', () => {
            if (!details.open || details.dataset.isShown) return;
            details.dataset.isShown = 'yes';
            const inside = make('div');
            inside.className = 'body';
            if (operation['x-roles']) inside.append(make('p', 'For: ' + operation['x-roles'].join(', ')));
            const parameters = (operation.parameters || []).map(named);
            if (parameters.length) {
              const table = make('table');
              for (const one of parameters)
                table.append(make('tr', '', make('td', '', make('code', one.name)), make('td', one.in), make('td', type(one.schema)), make('td', one.description || '')));
              inside.append(make('h3', 'Parameters'), table);
            }
            if (operation.requestBody) {
              const [kind] = Object.keys(operation.requestBody.content);
              inside.append(make('h3', 'Body: ' + kind), members(operation.requestBody.content[kind].schema));
            }
            inside.append(make('h3', 'Answers'));
            const answers = make('table');
            for (const [status, told] of Object.entries(operation.responses)) {
              const one = named(told);
              const schema = Object.values(one.content || {})[0]?.schema;
              answers.append(make('tr', '', make('td', status), make('td', one.description), make('td', schema ? type(schema) : '')));
            }
            inside.append(answers);
            const recorded = Object.values(operation.responses).map(told => named(told).content?.['application/json']?.example).find(Boolean);
            if (recorded) inside.append(make('h3', 'A recorded answer'), make('pre', JSON.stringify(recorded, null, 2)));
            inside.append(make('h3', 'Try it'), tryIt(method, path, operation));
            details.append(inside);
          });
          return details;
        };
        const start = async () => {
          const main = document.getElementById('operations');
          try { api = await (await fetch('/openapi.json')).json(); } catch (error) {
            main.replaceChildren(make('p', 'The document could not be read: ' + error));
            return;
          }
          document.getElementById('version').textContent = api.info.version;
          const groups = new Map();
          for (const [path, methods] of Object.entries(api.paths))
            for (const [method, operation] of Object.entries(methods)) {
              const tag = (operation.tags || ['Other'])[0];
              if (!groups.has(tag)) groups.set(tag, make('section', '', make('h2', tag)));
              groups.get(tag).append(show(method, path, operation));
            }
          main.replaceChildren(...groups.values());
          document.getElementById('find').addEventListener('input', event => {
            const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
            for (const section of groups.values()) {
              let shown = 0;
              for (const one of section.querySelectorAll('details')) {
                one.hidden = !words.every(word => one.dataset.words.includes(word));
                if (!one.hidden) shown += 1;
              }
              section.hidden = shown === 0;
            }
          });
          // A link to one operation: /docs#takeIntake
          const linked = location.hash && document.getElementById(location.hash.slice(1));
          if (linked) {
            linked.open = true;
            linked.scrollIntoView();
          }
        };
        start();
        """#
}
