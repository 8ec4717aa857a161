# sh install.sh TITLE: fills in WordPress's first form, as you would in a browser.
curl -s -L -o /tmp/installed.html --retry 20 --retry-delay 1 --retry-all-errors \
  --data-urlencode "weblog_title=$1" -d user_name=mei -d admin_email=mei@example.org \
  --data-urlencode "admin_password=Long-and-$$-secret" --data-urlencode "admin_password2=Long-and-$$-secret" \
  -d pw_weak=1 -d blog_public=0 -d language= \
  "http://127.0.0.1:8081/wp-admin/install.php?step=2"
curl -sL http://127.0.0.1:8081 | grep -o '<title>[^<]*' | sed 's/<title>//'
