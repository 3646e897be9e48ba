// Node's own server with constant answers, without a database or a JSON encoder. Arguments: port, file with the answer for a client.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, clientFile] = process.argv.slice(2);
const health = Buffer.from('{"status":"ok"}');
const client = readFileSync(clientFile);

const answer = (response, body) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
};

createServer((request, response) => {
  if (request.url === "/health") return answer(response, health);
  if (request.url.startsWith("/v1/clients/")) return answer(response, client);
  response.writeHead(404).end();
}).listen(Number(port), "127.0.0.1");
