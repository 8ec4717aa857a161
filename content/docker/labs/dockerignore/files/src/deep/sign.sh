# sign.sh
sign() { echo "-- your parcel"; }
