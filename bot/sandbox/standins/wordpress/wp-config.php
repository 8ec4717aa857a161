<?php
// Settings from the environment, each also from the file that NAME_FILE names, as in the official image.
function setting(string $name, string $default): string
{
    $file = getenv($name . '_FILE');
    if ($file !== false && $file !== '') {
        return rtrim(file_get_contents($file), "\r\n");
    }
    $value = getenv($name);
    return $value === false ? $default : $value;
}

define('DB_NAME', setting('WORDPRESS_DB_NAME', 'wordpress'));
define('DB_USER', setting('WORDPRESS_DB_USER', 'example username'));
define('DB_PASSWORD', setting('WORDPRESS_DB_PASSWORD', 'example password'));
define('DB_HOST', setting('WORDPRESS_DB_HOST', 'mysql'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $kind) {
    foreach (['KEY', 'SALT'] as $what) {
        define("{$kind}_{$what}", hash('sha256', DB_PASSWORD . $kind . $what));
    }
}
$table_prefix = setting('WORDPRESS_TABLE_PREFIX', 'wp_');
define('WP_DEBUG', setting('WORDPRESS_DEBUG', '') !== '');
// Nothing out there can be reached, and each attempt would cost a visitor seconds.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
