#!/usr/bin/env bash
# The demo: its own SQLite file and inbox under var/, served to this machine only.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
port="${PORT:-8000}"
umask 077
mkdir -p var

if ! "$python" -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1]))).close()' "$port" 2>/dev/null; then
  echo "The port $port is taken. Choose another: make run PORT=$((port + 1))" >&2
  exit 1
fi
if [ ! -s var/secret ]; then
  "$python" -c 'import secrets; print(secrets.token_urlsafe(60))' > var/secret
fi
SECRET_KEY="$(cat var/secret)"
export SECRET_KEY DEMO=1 DEBUG=0 ALLOWED_HOSTS= INBOX=var/demo/inbox
export DATABASE_URL="sqlite:///$PWD/var/demo.sqlite3"

"$python" manage.py build_bootstrap
"$python" manage.py compile_catalogue
"$python" manage.py collectstatic --noinput --verbosity 0
"$python" manage.py migrate --noinput --verbosity 0
logins="$("$python" manage.py load_demo --if-empty)"
# 1: some lines were set aside, which the demo's files are made for.
"$python" manage.py import_feeds --inbox var/demo/inbox --settle 0 || test $? -eq 1

printf '\n%s\n\nThe demo is at http://127.0.0.1:%s/ (Ctrl+C stops it)\n' "$logins" "$port"
exec .venv/bin/gunicorn o2s_contacts.wsgi --bind "127.0.0.1:$port" --workers 2 --threads 2 \
  --no-control-socket --log-level warning
